import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import type { Test } from 'tap';
import t from 'tap';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import type { SectionDocument } from '../../../src/store/mongo/documents.ts';
import { MongoStore } from '../../../src/store/mongo/mongo-store.ts';
import { OVERLAP_MS } from '../../../src/store/mongo/watched.ts';
import type { WatchedSection } from '../../../src/store/watched.ts';
import type { StoreHarness } from '../../contract/store/harness.ts';
import { CSE310, ENG101, keysOf, MAT210, see, student, watch } from '../../contract/store/harness.ts';
import { boardOf } from '../../contract/store/watched.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { mongoHarness, timeOf } from './harness.ts';

const WRITERS = 3;
const LOOKS = 15;

const server = await mongoServer(t);
if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  const make = mongoHarness(server);

  /** The database as another program sees it. */
  const databaseOf = async (t: Test, url: string): Promise<Db> => {
    const client = new MongoClient(url);
    t.teardown(() => client.close());
    return client.db();
  };

  /** A reader was told of MAT 210, and a touch of CSE 310 becomes visible now. Returns the reader's mark. */
  const touchedLate = async (t: Test, harness: StoreHarness & { url: string }, beforeMarkMs: number) => {
    const ada = await student(harness);
    for (const section of [CSE310, MAT210]) await watch(harness, ada, section);
    const { mark: first } = await harness.store.sections.watched('asu', null);
    await see(harness, MAT210);
    const { mark } = await harness.store.sections.watched('asu', first);
    const sections = (await databaseOf(t, harness.url)).collection<SectionDocument>('sections');
    const touchedAt = new Date(Number(mark) - beforeMarkMs);
    await sections.updateOne({ _id: CSE310 }, { $set: { touchedAt, failures: 2 }, $inc: { touches: 1 } });
    return mark;
  };

  t.test('a touch that becomes visible after a later one is told', async (t) => {
    const harness = await make(t);
    const mark = await touchedLate(t, harness, OVERLAP_MS - 1_000);
    const late = await harness.store.sections.watched('asu', mark);
    t.match(late, { sections: [{ section: CSE310, failures: 2 }], mark }, 'and the mark does not go back');
    t.equal(late.sections.length, 1);
    t.same((await harness.store.sections.watched('asu', mark)).sections, [], 'only once');
  });

  t.test('a touch that becomes visible after a later one is told to a reader who rarely reads', async (t) => {
    const harness = await make(t);
    const mark = await touchedLate(t, harness, 1);
    for (const expected of [[{ section: CSE310, failures: 2 }], []]) {
      await harness.advance(3 * OVERLAP_MS);
      const { sections } = await harness.store.sections.watched('asu', mark);
      t.equal(sections.length, expected.length, 'only once');
      t.match(sections, expected);
    }
  });

  t.test('a touch in the same millisecond as the mark is told', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    const { mark: first } = await harness.store.sections.watched('asu', null);
    await see(harness, CSE310);
    const { mark } = await harness.store.sections.watched('asu', first);
    const sections = (await databaseOf(t, harness.url)).collection<SectionDocument>('sections');
    await harness.advance(OVERLAP_MS);
    await sections.updateOne({ _id: CSE310 }, { $set: { failures: 2 }, $inc: { touches: 1 } });
    t.match((await harness.store.sections.watched('asu', mark)).sections, [{ section: CSE310, failures: 2 }]);
  });

  t.test('a reader beside many writers misses nothing', async (t) => {
    const url = server.database(t);
    const clock = new ManualClock();
    const open = async () => {
      const store = new MongoStore(url, timeOf(clock));
      t.teardown(() => store.close());
      await store.open();
      return { store, now: () => clock.now(), advance: (ms: number) => clock.advance(ms), reopen: async () => {} };
    };
    const [reader, ...writers] = await Promise.all(Array.from({ length: 1 + WRITERS }, open));
    const { sections } = reader!.store;
    const write = async (index: number): Promise<void> => {
      const writer = writers[index]!;
      const key = `asu/2267/${10_000 + index}`;
      const ada = await student(writer, `student-${index}@example.edu`);
      for (let look = 0; look < LOOKS; look += 1) {
        const { id } = await watch(writer, ada, key);
        await see(writer, key, { enrolled: 100 + look });
        if (look < LOOKS - 1) await writer.store.watches.remove(ada, id);
      }
    };
    const board = new Map<string, WatchedSection>();
    let [mark, working]: [string | null, boolean] = [null, true];
    const read = async (): Promise<void> => {
      for (let last = false; !last;) {
        last = !working;
        const told = await sections.watched('asu', mark);
        ({ mark } = told);
        boardOf(told.sections, board);
      }
    };
    const reading = read();
    await Promise.all(writers.map((_, index) => write(index)));
    working = false;
    await reading;
    t.same(
      [...board.values()].map(({ state }) => state?.seats.enrolled),
      writers.map(() => 100 + LOOKS - 1),
    );
    t.same(board, boardOf((await sections.watched('asu', null)).sections));
  });

  t.test('a damaged state counts as none, so that the section is asked for and repaired', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    const sections = (await databaseOf(t, harness.url)).collection('sections');
    await sections.updateOne({}, { $set: { 'state.seats': 'none' } });
    t.match((await harness.store.sections.watched('asu', null)).sections, [
      { section: CSE310, state: null, course: null },
    ]);
  });

  t.test('the watches of a store from an earlier version are counted', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    for (const section of [CSE310, ENG101]) await watch(harness, ada, section);
    await watch(harness, await student(harness, 'ben@example.edu'), CSE310);
    const database = await databaseOf(t, harness.url);
    await database.collection('sections').updateMany({}, { $unset: { watches: '', touchedAt: '', touches: '' } });
    await database.collection('schema').updateOne({}, { $set: { version: 1 } });
    await harness.reopen();
    const { sections, mark } = await harness.store.sections.watched('asu', null);
    t.same(
      new Map(sections.map(({ section, watches }) => [section, watches])),
      new Map([
        [CSE310, 2],
        [ENG101, 1],
      ]),
    );
    await see(harness, ENG101);
    t.same(keysOf((await harness.store.sections.watched('asu', mark)).sections), [ENG101]);
  });
}
