import type { Test } from 'tap';
import t from 'tap';
import type { StoredChange } from '../../../src/store/changes.ts';
import { MongoStore } from '../../../src/store/mongo/mongo-store.ts';
import {
  commitOf,
  CSE310,
  FULL,
  keysOf,
  LEASE_MS,
  OPEN,
  student,
  take,
  takeDue,
  watch,
} from '../../contract/store/harness.ts';
import type { StoreHarness } from '../../contract/store/harness.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { timeOf } from './harness.ts';

const RIVALS = 4;
const ROUNDS = 6;

const server = await mongoServer(t);

/** As many competing processes, each with its own connection to one database. */
async function rivals(t: Test, url: string): Promise<StoreHarness[]> {
  const clock = new ManualClock();
  return await Promise.all(
    Array.from({ length: RIVALS }, async () => {
      const store = new MongoStore(url, timeOf(clock));
      t.teardown(() => store.close());
      await store.open();
      return {
        store,
        now: () => clock.now(),
        advance: (ms: number) => clock.advance(ms),
        reopen: () => Promise.reject(new Error('not here')),
      };
    }),
  );
}

const sectionsOf = (rival: number): string[] =>
  Array.from({ length: 3 }, (_, index) => `asu/2267/${10_000 + rival * 10 + index}`);

/** Sees its sections open and close. Each look has at least one change. Returns the ids of the changes. */
async function work(harness: StoreHarness, rival: number): Promise<string[]> {
  const { sections } = harness.store;
  const owner = `rival ${rival}`;
  const ids: string[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const claimed = await take(harness, sectionsOf(rival), owner);
    const { changes } = await sections.commit(
      owner,
      claimed.map(({ section, state }) => commitOf(harness, section, state, round % 2 === 0 ? FULL : OPEN)),
    );
    ids.push(...changes.map(({ change }) => change.id));
  }
  return ids;
}

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  t.test('a reader of the changes of many processes misses none and gets none twice', async (t) => {
    const all = await rivals(t, server.database(t));
    const everything = all.flatMap((_, rival) => sectionsOf(rival));
    const seen: StoredChange[] = [];
    let working = true;
    const read = async (): Promise<void> => {
      const { changes } = all[0]!.store;
      // Once more after the last process has stopped.
      for (let last = false; !last;) {
        last = !working;
        seen.push(...(await changes.since(seen.at(-1)?.cursor ?? '0', everything, 1_000))!);
      }
    };
    const reading = read();
    const committed = (await Promise.all(all.map((harness, rival) => work(harness, rival)))).flat();
    working = false;
    await reading;
    t.equal(committed.length, RIVALS * 3 * ROUNDS * 2, 'each look opened or closed its section and changed its seats');
    t.same(seen.map(({ change }) => change.id).toSorted(), committed.toSorted());
    const numbers = seen.map(({ cursor }) => Number(cursor));
    t.same(
      numbers,
      numbers.map((_, index) => index + 1),
      'in order, without a gap',
    );
  });

  t.test('when many processes fan out a change, every watch gets it once', async (t) => {
    const all = await rivals(t, server.database(t));
    const [first] = all;
    for (let index = 0; index < 5; index += 1)
      await watch(first!, await student(first!, `student-${index}@example.edu`), sectionsOf(0)[0]!);
    await work(first!, 0);
    const rounds = await Promise.all(all.map(({ store }) => store.notifications.fanOut(0)));
    t.equal(
      rounds.reduce((sum, { notifications }) => sum + notifications, 0),
      (5 * ROUNDS) / 2,
    );
    const claims = await Promise.all(
      all.map(({ store }, rival) => store.notifications.claim('email', `mailer ${rival}`, LEASE_MS, 100)),
    );
    const ids = claims.flat().map(({ id }) => id);
    t.equal(ids.length, (5 * ROUNDS) / 2);
    t.equal(new Set(ids).size, ids.length);
  });

  t.test('only one of several claimers gets a due section', async (t) => {
    const all = await rivals(t, server.database(t));
    const [first] = all;
    const ada = await student(first!);
    const due = sectionsOf(0);
    for (const section of due) await watch(first!, ada, section);
    const claims = await Promise.all(all.map(({ store }, rival) => takeDue({ store }, `rival ${rival}`)));
    t.same(keysOf(claims.flat()).toSorted(), due);
  });

  t.test('only one process gets a duty, and a budget is spent once', async (t) => {
    const all = await rivals(t, server.database(t));
    for (let round = 0; round < ROUNDS; round += 1) {
      const held = await Promise.all(
        all.map(({ store }, rival) => store.members.hold('publish', `run ${round} of ${rival}`, LEASE_MS)),
      );
      t.equal(held.filter((freeInMs) => freeInMs === 0).length, 1);
      await all[0]!.advance(LEASE_MS);
    }
    const grants = await Promise.all(
      Array.from({ length: 3 * RIVALS }, (_, index) =>
        all[index % RIVALS]!.store.budgets.take('source.example', 100, 2, 0),
      ),
    );
    t.equal(
      grants.reduce((sum, { granted }) => sum + granted, 0),
      10,
    );
  });

  t.test('a section stays watched when some students leave at the same time as others watch', async (t) => {
    const all = await rivals(t, server.database(t));
    const [first, second] = all;
    const ada = await student(first!);
    const ben = await student(first!, 'ben@example.edu');
    for (let round = 0; round < 10; round += 1) {
      const { id } = await watch(first!, ada, CSE310);
      const [other] = await Promise.all([watch(second!, ben, CSE310), first!.store.watches.remove(ada, id)]);
      t.equal(await first!.store.sections.countWatched('asu'), 1);
      await second!.store.watches.remove(ben, other.id);
      t.equal(await first!.store.sections.countWatched('asu'), 0);
    }
  });
}
