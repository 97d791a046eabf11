import type { Test } from 'tap';
import t from 'tap';
import type { Checking } from '../../support/checking.ts';
import { checking, INTERVAL_MS, LEASE_MS } from '../../support/checking.ts';
import { FakeSource } from '../../support/fake-source.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import type { OnStore, OpenStore } from '../../support/store-kinds.ts';
import { storeKinds } from '../../support/store-kinds.ts';

const MINUTE_MS = 60_000;
const NODES = ['a', 'b', 'c'];
const SECTIONS = 30;
/** Every claim is for a request, or finds what another node has leased meanwhile. */
const CLAIMS_A_MINUTE = 60;

const server = await mongoServer(t);

/**
 * Nodes on one store, with the default interval and lease. The budget is small.
 */
async function nodes(
  t: Test,
  open: OpenStore,
  ids: string[],
): Promise<OnStore & { all: Checking[]; source: FakeSource }> {
  const opened = await open(t);
  const source = new FakeSource();
  const all: Checking[] = [];
  for (const node of ids) {
    const others = ids.filter((id) => id !== node);
    all.push(await checking(t, { node, others, budgetPerMinute: 10 }, { ...opened, source }));
  }
  return { ...opened, all, source };
}

for (const [name, open] of storeKinds(server)) {
  if (open === undefined) {
    t.pass(`not tested on ${name}`, { skip: 'no MongoDB server' });
    continue;
  }

  t.test(
    `on ${name} a node takes free sections even if others hold ones due for longer, and claims rarely`,
    async (t) => {
      const {
        all: [node],
        clock,
        source,
        store,
        calls,
      } = await nodes(t, open, ['a']);
      const held = Array.from({ length: SECTIONS }, (_, n) => String(10_000 + n));
      const keys = await Promise.all(held.map((classNumber) => node!.watch(classNumber)));
      t.equal((await store.sections.claim('asu', { sections: keys }, 'a busy node', LEASE_MS)).length, SECTIONS);
      await clock.advance(1_000);
      source.set('66445');
      await node!.watch('66445');
      const before = calls['sections.claim'] ?? 0;
      await node!.wake();
      t.equal(source.asked.length, 1, 'at once');
      await clock.advance(LEASE_MS - 5_000);
      t.equal(source.asked.length, 1);
      const claims = calls['sections.claim']! - before;
      t.ok(claims < 40, `${claims} claims while all else is held`);
    },
  );

  t.test(
    `several nodes on ${name}: due sections are looked at in time, and no node keeps claiming what others hold`,
    async (t) => {
      const { all, clock, source, calls } = await nodes(t, open, NODES);
      for (let n = 0; n < SECTIONS; n += 1) {
        source.set(String(10_000 + n), { catalogNumber: String(100 + n) });
        await all[n % NODES.length]!.watch(String(10_000 + n));
        if (n % 3 === 0) await clock.advance(4_000);
      }
      await clock.advance(5 * MINUTE_MS);
      source.asked.length = 0;
      const before = calls['sections.claim'] ?? 0;
      const lookedAt = new Map<string, number[]>();
      for (let second = 0; second < 600; second += 1) {
        await clock.advance(1_000);
        for (const request of source.asked.splice(0))
          lookedAt.set(request.id, [...(lookedAt.get(request.id) ?? []), second]);
      }
      const gaps = [...lookedAt.values()].flatMap((seconds) =>
        seconds.slice(1).map((second, index) => second - seconds[index]!),
      );
      const claims = calls['sections.claim']! - before;
      const requests = [...lookedAt.values()].reduce((sum, seconds) => sum + seconds.length, 0);
      t.equal(lookedAt.size, SECTIONS);
      t.ok(requests <= 2.5 * SECTIONS, `${requests} requests for ${SECTIONS} courses in two intervals`);
      t.ok(Math.max(...gaps) * 1_000 <= 2 * INTERVAL_MS, `at the latest after ${Math.max(...gaps)} s`);
      t.ok(claims <= 10 * CLAIMS_A_MINUTE * NODES.length, `${claims} claims in ten minutes`);
    },
  );
}

t.test(
  'a rival that is always faster makes a node claim less and less often, down to every five seconds',
  async (t) => {
    const { store, watch, wake, clock, source } = await checking(t);
    source.set('66445');
    await watch('66445');
    const claim = store.sections.claim.bind(store.sections);
    let claims = 0;
    let quicker = true;
    store.sections.claim = async (institution, what, owner, leaseMs) => {
      claims += 1;
      if (!quicker) return claim(institution, what, owner, leaseMs);
      await claim(institution, what, 'rival', leaseMs);
      const nothing = await claim(institution, what, owner, leaseMs);
      await store.sections.release('rival', ['asu/2267/66445'], 0);
      return nothing;
    };
    await wake();
    await clock.advance(MINUTE_MS);
    t.ok(claims > 10 && claims < 25, `${claims} claims in a minute`);
    quicker = false;
    await clock.advance(5_000);
    t.equal(source.asked.length, 1);
  },
);
