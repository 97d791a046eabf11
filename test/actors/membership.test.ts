import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { Members } from '../../src/nodes/members.ts';
import type { MembershipMessage } from '../../src/actors/membership.ts';
import { membershipSpec } from '../../src/actors/membership.ts';
import { places } from '../../src/actors/places.ts';
import { at } from '../../src/nodes/place.ts';
import { NodeReports } from '../../src/nodes/node-reports.ts';
import type { OwnReport } from '../../src/nodes/node-reports.ts';
import type { PublisherMessage } from '../../src/actors/publisher.ts';
import { MemoryTransport } from '../../src/runtime/index.ts';
import { checkHealth, HEALTH_CHECKS } from '../../src/nodes/health.ts';
import type { HealthChecks } from '../../src/nodes/health.ts';
import { storeError } from '../../src/store/errors.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { ManualClock, type TestSystem, supervise, testSystem } from '../../src/runtime/testing/index.ts';

const LEASE_MS = 60_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

interface Node {
  test: TestSystem;
  members: Members;
  reports: NodeReports;
  told: PublisherMessage[];
  cleared: string[];
  /** Has it stop answering. */ deafen(): void;
}

/** Nodes on one store and one transport. */
async function nodes(t: Test, ...ids: string[]): Promise<{ clock: ManualClock; store: SqliteStore; all: Node[] }> {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  t.teardown(() => store.close());
  const transport = new MemoryTransport();
  await transport.start();
  const all: Node[] = [];
  for (const id of ids) all.push(await startNode(t, id, store, transport, clock));
  return { clock, store, all };
}

async function startNode(
  t: Test,
  node: string,
  store: SqliteStore,
  transport: MemoryTransport,
  clock: ManualClock,
): Promise<Node> {
  const members = new Members({ store: store.members, node, leaseMs: LEASE_MS, clock });
  const told: PublisherMessage[] = [];
  const cleared: string[] = [];
  let deaf = false;
  const well = Object.fromEntries(
    HEALTH_CHECKS.map((name) => [name, async () => undefined]),
  ) as unknown as HealthChecks;
  const own = async (): Promise<OwnReport> => {
    if (deaf) throw new Error('no answer');
    return {
      publishes: members.publishes,
      health: await checkHealth(well, clock),
      tree: test.system.tree(),
      cycle: null,
    };
  };
  const test: TestSystem = await testSystem(
    t,
    supervise('root', [
      at(
        places.membership,
        membershipSpec(
          {
            members,
            store,
            bus: {
              clearRetained: async (topic) => {
                cleared.push(topic);
              },
              port: undefined,
            },
          },
          { report: own, publisher: places.publisher.on(node) },
        ),
      ),
      {
        id: 'publisher',
        type: 'actor',
        start: () => ({
          receive: (message: PublisherMessage) => {
            told.push(message);
          },
        }),
      } as never,
    ]),
    { node, transport, clock },
  );
  await test.system.start();
  const reports = new NodeReports({
    members,
    own,
    ask: (node, waitMs) =>
      test.system.outside.ask<MembershipMessage, OwnReport>(
        places.membership.on(node),
        (replyTo) => ({ type: 'report', replyTo }),
        waitMs,
      ),
    log: test.log,
  });
  return {
    test,
    members,
    reports,
    told,
    cleared,
    deafen: () => {
      deaf = true;
    },
  };
}

t.test('nodes hear of each other as they come and go', async (t) => {
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

t.test('who gets the duty of publishing later tells its publisher, which has all to tell', async (t) => {
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

t.test(
  'when a node is gone, or has started anew, everything is published again: it may have left something unsaid',
  async (t) => {
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
  },
);

t.test('a store that is away restarts nothing: it is tried again, and the duty lapses', async (t) => {
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
});

t.test('a node whose id a later process has taken ends with what to do', async (t) => {
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

t.test('every node reports on all', async (t) => {
  const {
    clock,
    all: [one, two],
  } = await nodes(t, 'one', 'two', 'three');
  await clock.advance(LEASE_MS / 3);
  t.match(await one!.reports.all(), [
    {
      node: 'one',
      self: true,
      state: 'online',
      publishes: true,
      health: { status: 'healthy' },
      tree: { id: 'root' },
      cycle: null,
    },
    { node: 'three', self: false, state: 'online', publishes: false, tree: { id: 'root' } },
    { node: 'two', self: false, state: 'online', publishes: false, health: { status: 'healthy' } },
  ]);
  two!.deafen();
  const asked = one!.reports.all();
  t.equal(one!.reports.all(), asked, 'who asks meanwhile gets the same answer');
  await clock.advance(2_500);
  t.match(
    (await asked).map(({ state, health, tree }) => [state, health === null, tree === null]),
    [
      ['online', false, false],
      ['online', false, false],
      ['silent', true, true],
    ],
  );
  const again = one!.reports.all();
  await clock.advance(250);
  t.match(
    (await again).map(({ state }) => state),
    ['online', 'online', 'silent'],
    'it is not waited for that long again',
  );
});

t.test('a node that has died is lost, without being asked', async (t) => {
  const {
    clock,
    store,
    all: [one],
  } = await nodes(t, 'one');
  await store.members.join('dead', 'run', LEASE_MS);
  const seenAt = new Date(clock.now()).toISOString();
  await clock.advance(LEASE_MS);
  t.match(await one!.reports.all(), [
    { node: 'dead', state: 'lost', seenAt, publishes: false, tree: null },
    { node: 'one', state: 'online' },
  ]);
});

t.test('of a node that is gone for a day nothing is left, on the broker neither', async (t) => {
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
