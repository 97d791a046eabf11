import t from 'tap';
import type { Verdict } from '../../src/store/notifications.ts';
import type { NotificationStore } from '../../src/store/notifications.ts';
import { storeError } from '../../src/store/errors.ts';
import { Recorder } from '../../src/notify/recorder.ts';
import { ManualClock, recordingLog, settle } from '../../src/runtime/testing/index.ts';

const LEASE_MS = 10_000;
const sent = (id: string): Verdict => ({ id, outcome: 'sent' });

/** A recorder on a store whose writes are ended by the test, one by one. */
function open() {
  const writes: { ids: string[]; end: (error?: Error) => void }[] = [];
  const clock = new ManualClock();
  const store = {
    record: (_owner: string, verdicts: Verdict[]) =>
      new Promise<void>((resolve, reject) => {
        writes.push({
          ids: verdicts.map(({ id }) => id),
          end: (error) => (error === undefined ? resolve() : reject(error)),
        });
      }),
  } as unknown as NotificationStore;
  return { writes, clock, recorder: new Recorder(store, 'this run', LEASE_MS, clock, recordingLog()) };
}

t.test('results that come while a write runs are written together by the next one', async (t) => {
  const { writes, recorder } = open();
  const first = recorder.record([sent('a')]);
  await settle();
  const rest = [recorder.record([sent('b')]), recorder.record([sent('c'), sent('d')])];
  await settle();
  t.same(
    writes.map(({ ids }) => ids),
    [['a']],
  );
  writes[0]?.end();
  await first;
  await settle();
  t.same(
    writes.map(({ ids }) => ids),
    [['a'], ['b', 'c', 'd']],
  );
  writes[1]?.end();
  await Promise.all(rest);
});

t.test('a result counts as recorded only when its own write has ended', async (t) => {
  const { writes, recorder } = open();
  let recorded = false;
  const first = recorder.record([sent('a')]);
  await settle();
  const second = recorder.record([sent('b')]).then(() => {
    recorded = true;
  });
  writes[0]?.end();
  await first;
  await settle();
  t.notOk(recorded);
  writes[1]?.end();
  await second;
});

t.test(
  'a failed write is repeated until the lease lapses, then rejects; the next write is not delayed by that',
  async (t) => {
    const { writes, recorder, clock } = open();
    const failing = recorder.record([sent('a')]);
    const rejected = t.rejects(failing, { code: 'PMC_STORE_UNAVAILABLE' });
    await settle();
    const next = recorder.record([sent('b')]);
    for (let elapsed = 0; elapsed <= LEASE_MS; elapsed += 1_000) {
      writes.at(-1)?.end(storeError('PMC_STORE_UNAVAILABLE', { reason: 'a test' }));
      await clock.advance(1_000);
    }
    await rejected;
    t.same(writes.at(-1)?.ids, ['b']);
    writes.at(-1)?.end();
    await next;
  },
);
