import t from 'tap';
import { EventFigures } from '../../src/telemetry/event-figures.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

t.test('a sample has what was counted since the one before', async (t) => {
  const metrics = createMetrics();
  const figures = new EventFigures(metrics);
  metrics.checks.inc({ institution: 'asu', outcome: 'seen' }, 6);
  metrics.checks.inc({ institution: 'asu', outcome: 'failed' }, 1);
  metrics.requests.inc({ host: 'classes.example' }, 2);
  metrics.changes.inc({ institution: 'asu' }, 3);
  metrics.errors.inc({ code: 'PMC_SOURCE_STATUS' });
  metrics.notificationSeconds.observe({ channel: 'email', stage: 'detected_sent' }, 2);
  metrics.notificationSeconds.observe({ channel: 'email', stage: 'detected_sent' }, 20);
  metrics.notificationSeconds.observe({ channel: 'email', stage: 'queued_sent' }, 1);
  metrics.notificationSeconds.observe({ channel: 'mqtt', stage: 'detected_published' }, 0.02);
  const nothing = { 'latency-email': {}, 'latency-web-push': {}, 'latency-webhook': {}, 'latency-mqtt': {} };
  t.same(await figures.take(), {
    requests: { looks: 7, requests: 2 },
    others: {
      ...nothing,
      'latency-email': { '2500': 1, '30000': 1 },
      'latency-mqtt': { '50': 1 },
      told: { changes: 3, notifications: 2 },
      errors: { PMC_SOURCE_STATUS: 1 },
    },
  });
  metrics.notificationSeconds.observe({ channel: 'email', stage: 'detected_sent' }, 20);
  t.same(await figures.take(), {
    requests: { looks: 0, requests: 0 },
    others: { ...nothing, 'latency-email': { '30000': 1 }, told: { changes: 0, notifications: 1 }, errors: {} },
  });
});
