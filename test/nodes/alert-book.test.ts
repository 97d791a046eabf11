import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import type { Readings } from '../../src/domain/readings.ts';
import { AlertBook } from '../../src/nodes/alert-book.ts';
import { ManualClock, recordingLog } from '../../src/runtime/testing/index.ts';
import { storeError } from '../../src/store/errors.ts';
import type { Incident } from '../../src/store/incidents.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { readings } from '../support/readings.ts';

async function stage(t: Test) {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  t.teardown(() => store.close());
  let away = false;
  let hangs = false;
  const { incidents } = store;
  const unless = <Result>(work: () => Promise<Result>): Promise<Result> =>
    hangs
      ? new Promise(() => undefined)
      : away
        ? Promise.reject(storeError('PMC_STORE_UNAVAILABLE', { reason: 'a test' }))
        : work();
  const port = {
    start: (...args: Parameters<typeof incidents.start>) => unless(() => incidents.start(...args)),
    end: (...args: Parameters<typeof incidents.end>) => unless(() => incidents.end(...args)),
    list: (...args: Parameters<typeof incidents.list>) => unless(() => incidents.list(...args)),
  };
  const newBook = (): AlertBook => new AlertBook(port, { clock, log: recordingLog() });
  return {
    clock,
    newBook,
    setAway: (is: boolean) => void (away = is),
    setHanging: (is: boolean) => void (hangs = is),
    read: (letters: number): Readings =>
      readings({ at: clock.now(), stored: { ...readings().stored!, deadLetters: letters } }),
    broken: (): Readings =>
      readings({
        at: clock.now(),
        stored: null,
        health: { status: 'unhealthy', failing: [{ name: 'store', code: 'PMC_STORE_UNAVAILABLE' }] },
      }),
    stored: (): Promise<Incident[]> => incidents.list(new Date(clock.now() - 86_400_000).toISOString(), 10),
  };
}

const firing = (book: AlertBook): string[] => book.alerts.filter((alert) => alert.firing).map(({ name }) => name);

t.test('an incident starts and ends with its alert', async (t) => {
  const { clock, newBook, read, stored } = await stage(t);
  const book = newBook();
  await book.update(read(0));
  t.same(await stored(), []);
  await clock.advance(1_000);
  await book.update(read(11));
  const startedAt = new Date(clock.now()).toISOString();
  t.match(await stored(), [{ alert: 'dead-letters', value: 11, threshold: 10, startedAt, endedAt: null }]);
  t.same(firing(book), ['dead-letters']);
  await clock.advance(1_000);
  await book.update(read(5));
  t.match(await stored(), [{ startedAt, endedAt: new Date(clock.now()).toISOString() }]);
  t.match(book.incidents, [{ alert: 'dead-letters', endedAt: new Date(clock.now()).toISOString() }]);
  t.equal((await stored()).length, 1);
});

t.test('another process goes on with the incident, and ends it', async (t) => {
  const { clock, newBook, read, stored } = await stage(t);
  await newBook().update(read(11));
  const startedAt = new Date(clock.now()).toISOString();
  await clock.advance(60_000);
  const other = newBook();
  await other.update(read(8));
  t.match(
    other.alerts.find(({ name }) => name === 'dead-letters'),
    { firing: true, since: startedAt, value: 8 },
  );
  t.equal((await stored()).length, 1);
  await other.update(read(0));
  t.match(await stored(), [{ startedAt, endedAt: new Date(clock.now()).toISOString() }]);
});

t.test('a process that had the duty before takes over what another one ended', async (t) => {
  const { newBook, read, stored } = await stage(t);
  const [one, other] = [newBook(), newBook()];
  await one.update(read(11));
  await other.update(read(0));
  await one.update(read(6));
  t.same(firing(one), [], 'six are no alert by themselves');
  t.equal((await stored()).length, 1);
});

t.test('while the store is away, incidents are kept and written later', async (t) => {
  const { clock, newBook, setAway, broken, read, stored } = await stage(t);
  const book = newBook();
  await book.update(read(0));
  setAway(true);
  await clock.advance(1_000);
  await book.update(broken());
  const startedAt = new Date(clock.now()).toISOString();
  t.same(firing(book), ['store-down']);
  t.match(book.incidents, [{ alert: 'store-down', endedAt: null }]);
  await clock.advance(5_000);
  await book.update(broken());
  setAway(false);
  await clock.advance(1_000);
  await book.update(read(0));
  t.same(firing(book), []);
  t.match(await stored(), [{ alert: 'store-down', startedAt, endedAt: new Date(clock.now()).toISOString() }]);
});

t.test('a node without the duty shows what the store says is firing, and changes nothing', async (t) => {
  const { newBook, read, stored } = await stage(t);
  const other = newBook();
  const names = async (letters: number): Promise<string[]> =>
    (await other.peek(read(letters))).filter((alert) => alert.firing).map(({ name }) => name);
  t.same(await names(11), []);
  t.same(await stored(), []);
  await newBook().update(read(11));
  t.same(await names(0), ['dead-letters']);
});

t.test('the alert that the store does not answer does not wait for its answer', async (t) => {
  const { clock, newBook, broken, read, setHanging, stored } = await stage(t);
  const book = newBook();
  await book.update(read(0));
  setHanging(true);
  const updated = book.update(broken());
  await clock.advance(4_000);
  await updated;
  t.match(firing(book), ['store-down']);
  // The clock stands still: these wait for nothing.
  const peeked = Promise.all([book.peek(broken()), book.peek(broken())]);
  t.ok(
    (await peeked)[1].some(({ name, firing: isFiring }) => name === 'store-down' && isFiring),
    'nor does a page',
  );
  setHanging(false);
  await book.update(read(0));
  t.match(await stored(), [{ alert: 'store-down', endedAt: new Date(clock.now()).toISOString() }], 'written later');
});
