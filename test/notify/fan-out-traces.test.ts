import t from 'tap';
import { FanOutTraces } from '../../src/notify/fan-out-traces.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { newContext, sampled } from '../../src/telemetry/traces/span.ts';
import { noTracer } from '../../src/telemetry/traces/tracer.ts';
import { recordedSpans } from '../support/recorded-spans.ts';

t.test('a fan-out is a span of each look whose changes it tells, once for each try', async (t) => {
  const { tracer, spans } = recordedSpans(systemClock);
  const traces = new FanOutTraces(tracer);
  const [one, other] = [sampled(newContext()), sampled(newContext())];
  traces.announced({ 'a#2:opened': one, 'a#2:seats': one, 'b#2:opened': other });
  const failed = traces.begin();
  failed('PMC_STORE_UNAVAILABLE', 0);
  failed(null, 3);
  t.same(
    spans.map(({ parent, error }) => [parent, error]),
    [
      [one, 'PMC_STORE_UNAVAILABLE'],
      [other, 'PMC_STORE_UNAVAILABLE'],
    ],
  );
  traces.begin()(null, 3);
  t.match(spans.slice(2), [
    { name: 'fan out', parent: one, error: null, attributes: { 'pickmyclass.notifications': 3 } },
    { parent: other, error: null },
  ]);
  traces.announced();
  traces.begin()(null, 0);
  t.equal(spans.length, 4, 'nothing new was announced');
});

t.test('while nothing is traced, announced contexts are not collected', async (t) => {
  const traces = new FanOutTraces(noTracer);
  traces.announced({ 'a#2:opened': sampled(newContext()) });
  t.doesNotThrow(() => traces.begin()('PMC_STORE_UNAVAILABLE', 0));
});
