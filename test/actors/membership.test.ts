import t, { type Test } from 'tap';
import { type MembershipMessage, membershipSpec } from '../../src/actors/membership.ts';
import { places } from '../../src/actors/places.ts';
import type { MemoryTransport } from '../../src/runtime/index.ts';
import { nodesError } from '../../src/nodes/errors.ts';
import type { Members } from '../../src/nodes/members.ts';
import { at } from '../../src/nodes/place.ts';
import { supervise, testSystem } from '../../src/runtime/testing/index.ts';
import { storeError } from '../../src/store/errors.ts';
import { LEASE_MS, nodes } from './membership-stage.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

t.test('nodes notice when others come and go', async (t) => {
  const {
    clock,
    all: [one, two],
  } = await nodes(t, 'one', 'two');
  t.same(two!.members.others, ['one']);
  await clock.advance(LEASE_MS / 3);
  t.same(one!.members.others, ['two']);
  t.ok(one!.test.log.events().includes('node has come'));
  await two!.test.system.stop();
  await clock.advance(LEASE_MS / 3);
  t.same(one!.members.others, []);
  t.ok(one!.test.log.events().includes('node has gone'));
});

t.test('a node that takes over the duty of publishing tells its publisher to publish everything', async (t) => {
  const {
    clock,
    all: [one, two],
  } = await nodes(t, 'one', 'two');
  t.same([one!.members.publishes, two!.members.publishes], [true, false]);
  await one!.test.system.stop();
  await clock.advance(LEASE_MS / 3);
  t.same(one!.told, []);
  t.match(two!.told, [{ type: 'republish' }]);
  const times = two!.told.length;
  await clock.advance(LEASE_MS);
  t.equal(two!.told.length, times, 'and then no more');
});

t.test('when a node is gone or has restarted, everything is published again', async (t) => {
  const {
    clock,
    store,
    all: [one, two],
  } = await nodes(t, 'one', 'two');
  await clock.advance(LEASE_MS / 3);
  t.same(one!.told, []);
  await clock.advance(1);
  await store.members.join('two', 'a later run', LEASE_MS);
  await clock.advance(LEASE_MS / 3);
  t.same(one!.told, [{ type: 'republish' }]);
  t.match(two!.test.failures, [{ code: 'PMC_NODE_TAKEN' }]);
  await clock.advance(LEASE_MS);
  t.same(one!.told, [{ type: 'republish' }, { type: 'republish' }]);
});

t.test(
  'when the store cannot be reached, the heartbeat is retried without a restart, and the duty lapses',
  async (t) => {
    const {
      clock,
      store,
      all: [one],
    } = await nodes(t, 'one');
    const beat = store.members.beat.bind(store.members);
    store.members.beat = async () => {
      throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'away' });
    };
    await clock.advance(LEASE_MS);
    t.notOk(one!.members.publishes);
    store.members.beat = beat;
    await clock.advance(1_000);
    t.ok(one!.members.publishes);
    t.same(one!.told, [{ type: 'republish' }]);
    t.equal(one!.test.node(places.membership.path).restarts, 0);
  },
);

t.test('a node whose id a later process has taken fails with PMC_NODE_TAKEN', async (t) => {
  const {
    clock,
    store,
    all: [one],
  } = await nodes(t, 'one');
  await store.members.join('one', 'a later run', LEASE_MS);
  await clock.advance(LEASE_MS / 3);
  await clock.advance(100);
  t.match(one!.test.failures, [{ code: 'PMC_NODE_TAKEN' }]);
});

t.test('a node that has been gone for a day is forgotten, and its topic is cleared', async (t) => {
  const {
    clock,
    store,
    all: [one, two],
  } = await nodes(t, 'one', 'two');
  await store.members.join('dead', 'run', LEASE_MS);
  await clock.advance(DAY_MS - HOUR_MS);
  t.match(
    (await one!.reports.all()).map(({ node }) => node),
    ['dead', 'one', 'two'],
  );
  await clock.advance(2 * HOUR_MS);
  t.match(
    (await one!.reports.all()).map(({ node }) => node),
    ['one', 'two'],
  );
  t.same([one!.cleared, two!.cleared], [['pickmyclass/nodes/dead'], []], 'by one for all');
});

t.test("an operator's order reaches another node, which tells whether it could be done", async (t) => {
  const {
    all: [one, two],
  } = await nodes(t, 'one', 'two');
  const order = (path: string) =>
    one!.test.system.outside.ask<MembershipMessage, { done: boolean }>(
      places.membership.on('two'),
      (replyTo) => ({ type: 'order', order: { do: 'restart', path }, replyTo }),
      1_000,
    );
  t.same(await order('web'), { done: true });
  t.same(await order('nobody'), { done: false });
  t.same(two!.orders, [{ do: 'restart', path: 'web' }]);
  t.same(one!.orders, []);
});

/** Makes the broker say of a node whether it is online. */
const say = async (transport: MemoryTransport, node: string, online: boolean): Promise<void> =>
  transport.publish(`pickmyclass/nodes/${node}`, JSON.stringify({ online, startedAt: new Date(0).toISOString() }));

/** Two nodes that know of each other. The second one has leased a section. */
async function leasedByTwo(t: Test) {
  const {
    clock,
    store,
    transport,
    all: [one],
  } = await nodes(t, 'one', 'two');
  await clock.advance(LEASE_MS / 3);
  const claim = (owner: string) => store.sections.claim('asu', { sections: ['asu/2267/66445'] }, owner, LEASE_MS);
  t.equal((await claim('two:run')).length, 1);
  return { clock, store, transport, one, claim };
}

t.test('when the broker publishes the last will of a node, the others give back what it had leased', async (t) => {
  const { clock, transport, one, claim } = await leasedByTwo(t);
  await say(transport, 'two', false);
  await clock.advance(999);
  t.same(one!.members.others, [], 'its part of the requests moves at once');
  t.same(await claim('one:run'), []);
  await clock.advance(1);
  t.same(one!.scheduled, [{ type: 'node-gone' }]);
  t.equal((await claim('one:run')).length, 1);
});

t.test('a node that is back within a second keeps its leases', async (t) => {
  const { clock, store, transport, one } = await leasedByTwo(t);
  await say(transport, 'two', false);
  await clock.advance(500);
  await say(transport, 'two', true);
  await clock.advance(5_000);
  t.same(one!.scheduled, []);
  t.same(one!.members.others, ['two']);
  t.equal(await store.sections.renew('two:run', 2 * LEASE_MS), 1);
});

t.test('what is no message of a node, or its own, changes nothing', async (t) => {
  const {
    clock,
    transport,
    all: [one],
  } = await nodes(t, 'one', 'two');
  await clock.advance(LEASE_MS / 3);
  for (const payload of ['', '[', 'null', '{}', '{"online":"no"}'])
    await transport.publish('pickmyclass/nodes/two', payload);
  await say(transport, 'one', false);
  await clock.advance(5_000);
  t.same(one!.scheduled, []);
  t.same(one!.members.others, ['two']);
});

t.test('when the store is away, the leases of a node that has gone lapse by themselves', async (t) => {
  const {
    clock,
    store,
    transport,
    all: [one],
  } = await nodes(t, 'one', 'two');
  store.sections.releaseNode = async () => {
    throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'away' });
  };
  await say(transport, 'two', false);
  await clock.advance(1_000);
  t.same(one!.scheduled, [{ type: 'node-gone' }]);
  t.equal(one!.test.node(places.membership.path).restarts, 0);
});

t.test('a start that fails leaves no subscription behind', async (t) => {
  let open = 0;
  const subscribe = async () => {
    open += 1;
    return { close: async () => void (open -= 1) };
  };
  const beat = async () => {
    throw nodesError('PMC_NODE_TAKEN', { node: 'n' });
  };
  const node = {
    members: { node: 'n', known: [], beat, leave: async () => undefined } as unknown as Members,
    store: { members: { forget: async () => [] }, sections: { releaseNode: async () => undefined } },
    bus: { port: undefined, clearRetained: async () => undefined, subscribe },
  };
  const own = {
    publisher: places.publisher.on('n'),
    schedulers: [],
    report: () => Promise.reject(new Error('not asked')),
    control: () => false,
  };
  const test = await testSystem(t, supervise('root', [at(places.membership, membershipSpec(node as never, own))]));
  await t.rejects(test.system.start(), { code: 'PMC_NODE_TAKEN' });
  t.equal(open, 0);
});
