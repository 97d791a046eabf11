import t from 'tap';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { timeCounts } from '../../src/telemetry/time-counts.ts';

t.test('times are counted by channel and upper bound, of the given stages only', async (t) => {
  const { notificationSeconds } = createMetrics();
  notificationSeconds.observe({ channel: 'email', stage: 'queued_sent' }, 0.2);
  notificationSeconds.observe({ channel: 'email', stage: 'queued_sent' }, 100_000);
  notificationSeconds.observe({ channel: 'webhook', stage: 'detected_queued' }, 0.2);
  const counts = await timeCounts(notificationSeconds, ['queued_sent']);
  t.same([...counts.keys()], ['email']);
  t.match(
    [0.1, 0.25, 86_400, Infinity].map((bound) => counts.get('email')?.get(bound)),
    [0, 1, 1, 2],
  );
});
