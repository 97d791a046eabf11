import t from 'tap';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { RecentP95 } from '../../src/telemetry/recent-p95.ts';

function stage() {
  const { notificationSeconds } = createMetrics();
  let now = 0;
  const observe = (count: number, seconds: number, channel = 'email', stage = 'queued_sent'): void => {
    for (let index = 0; index < count; index += 1) notificationSeconds.observe({ channel, stage }, seconds);
  };
  const p95 = new RecentP95(notificationSeconds, () => now);
  return { observe, read: () => p95.read(), pass: (ms: number) => void (now += ms) };
}

t.test('the bucket in which 95 of 100 were done', async (t) => {
  const { observe, read } = stage();
  t.same(await read(), {});
  observe(95, 0.2);
  observe(5, 20);
  t.same(await read(), { email: 0.25 });
  observe(1, 20);
  t.same(await read(), { email: 30 });
});

t.test('fewer than twenty say nothing, and other stages do not count', async (t) => {
  const { observe, read } = stage();
  await read();
  observe(19, 1);
  observe(100, 1, 'webhook', 'detected_queued');
  t.same(await read(), {});
});

t.test('only the last minutes count', async (t) => {
  const { observe, read, pass } = stage();
  await read();
  observe(100, 20);
  t.same(await read(), { email: 30 });
  for (let minute = 0; minute < 6; minute += 1) {
    pass(60_000);
    await read();
  }
  observe(20, 0.2);
  t.same(await read(), { email: 0.25 });
});
