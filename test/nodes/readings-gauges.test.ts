import { Registry } from 'prom-client';
import t from 'tap';
import { ReadingsGauges } from '../../src/nodes/readings-gauges.ts';
import { readings, sourceReading } from '../support/readings.ts';

t.test('the readings of the whole system are shown, and what is not known is left out', async (t) => {
  const registry = new Registry();
  const gauges = new ReadingsGauges(registry);
  gauges.show(
    readings({
      health: { status: 'degraded', failing: [{ name: 'email', code: 'PMC_BREAKER_OPEN' }] },
      sources: [
        sourceReading({ breaker: { state: 'open', retryInMs: 1 }, calls: { failures: 4 }, canaryFailures: 2 }),
        sourceReading({ institution: 'other', pace: null }),
      ],
      browsers: { total: 4, running: 3, free: 1, queued: 7 },
      nodes: { lost: [], disk: { node: 'a', usedPercent: 20 } },
      stored: null,
    }),
  );
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of [
    'pickmyclass_health_status{status="healthy"} 0',
    'pickmyclass_health_status{status="degraded"} 1',
    'pickmyclass_health_check_failing{check="store"} 0',
    'pickmyclass_health_check_failing{check="email"} 1',
    'pickmyclass_source_failed_looks{institution="asu"} 4',
    'pickmyclass_source_canary_failures{institution="asu"} 2',
    'pickmyclass_breaker_state{place="checking.asu",state="open"} 1',
    'pickmyclass_breaker_state{place="checking.asu",state="closed"} 0',
    'pickmyclass_breaker_state{place="notifying.email",state="closed"} 1',
    'pickmyclass_sections{institution="asu"} 6250',
    'pickmyclass_request_budget_ratio{institution="asu"} 0.5',
    'pickmyclass_browsers{state="free"} 1',
    'pickmyclass_browsers{state="busy"} 2',
    'pickmyclass_browsers{state="away"} 1',
    'pickmyclass_browser_waiting_looks 7',
    'pickmyclass_disk_used_ratio 0.2',
    'pickmyclass_nodes_lost 0',
  ])
    t.ok(lines.includes(line), line);
  t.notOk(
    lines.some((line) => line.startsWith('pickmyclass_dead_letters')),
    'the store did not answer',
  );
  t.notOk(lines.some((line) => line.startsWith('pickmyclass_sections{institution="other"}')));
});

t.test('a node that does not watch over the others shows nothing, also not what it showed before', async (t) => {
  const registry = new Registry();
  const gauges = new ReadingsGauges(registry);
  const values = async () => (await registry.metrics()).split('\n').filter((line) => line.startsWith('pickmyclass'));
  t.same(await values(), []);
  gauges.show(readings());
  t.ok((await values()).length > 20);
  gauges.show(null);
  t.same(await values(), []);
});
