import t from 'tap';
import { ManualClock, recordingLog, settle } from '../../../src/runtime/testing/index.ts';
import { ExportQueue } from '../../../src/telemetry/traces/export-queue.ts';
import type { Span } from '../../../src/telemetry/traces/span.ts';
import { newContext } from '../../../src/telemetry/traces/span.ts';

const span = (): Span => {
  const [context, times] = [newContext(), { startMs: 0, endMs: 1 }];
  return { context, parent: null, name: 'look', kind: 'internal', ...times, attributes: {}, error: null };
};
const spans = (count: number): Span[] => Array.from({ length: count }, span);

function stage() {
  const [clock, log] = [new ManualClock(), recordingLog()];
  const counts = { exported: 0, dropped: 0 };
  const batches: number[] = [];
  const collector = { take: (): Promise<void> => Promise.resolve() };
  const queue = new ExportQueue({
    send: (batch) => {
      batches.push(batch.length);
      return collector.take();
    },
    count: (outcome, by) => void (counts[outcome] += by),
    clock,
    log,
  });
  return { clock, log, counts, batches, collector, queue };
}

t.test('spans are gathered for a second and sent in batches, one after the other', async (t) => {
  const { clock, counts, batches, queue } = stage();
  queue.add(spans(600));
  queue.add(spans(10));
  await clock.advance(999);
  t.same(batches, []);
  await clock.advance(1);
  t.same(batches, [512]);
  await clock.advance(1_000);
  t.same(batches, [512, 98]);
  t.same(counts, { exported: 610, dropped: 0 });
});

t.test(
  'spans that a collector does not take are dropped and counted; it is logged once, and when it is back',
  async (t) => {
    const { clock, log, counts, collector, queue } = stage();
    collector.take = () => Promise.reject(new Error('connect ECONNREFUSED'));
    for (let batch = 0; batch < 5; batch += 1) {
      queue.add(spans(2));
      await clock.advance(1_000);
    }
    t.same(counts, { exported: 0, dropped: 10 });
    t.same(log.events(), ['the collector does not take traces; they are dropped']);
    collector.take = () => Promise.resolve();
    queue.add(spans(2));
    await clock.advance(1_000);
    t.same(log.events().slice(1), ['traces are exported again']);
  },
);

t.test('while the collector is slow, nothing waits but a bounded number of spans', async (t) => {
  const { clock, counts, batches, collector, queue } = stage();
  collector.take = () => new Promise(() => {});
  queue.add(spans(512));
  await clock.advance(1_000);
  queue.add(spans(5_000));
  await clock.advance(60_000);
  t.same(batches, [512], 'one batch at a time');
  t.same(counts, { exported: 0, dropped: 5_000 - 4_096 });
});

t.test('a stop sends what is left, but waits no longer than three seconds', async (t) => {
  const quick = stage();
  quick.queue.add(spans(600));
  await quick.queue.close();
  t.same(quick.batches, [512, 88]);
  const slow = stage();
  slow.collector.take = () => new Promise(() => {});
  slow.queue.add(spans(600));
  let isClosed = false;
  void slow.queue.close().then(() => (isClosed = true));
  await slow.clock.advance(2_999);
  t.equal(isClosed, false);
  await slow.clock.advance(1);
  await settle();
  t.equal(isClosed, true);
  t.same(slow.counts, { exported: 0, dropped: 88 }, 'the rest is under way');
});
