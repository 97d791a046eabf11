import t from 'tap';
import { newContext, sampled } from '../../../src/telemetry/traces/span.ts';
import { noTracer } from '../../../src/telemetry/traces/tracer.ts';

t.test('while nothing is traced, no span has a context, so nothing travels', async (t) => {
  const begun = { name: 'look', since: noTracer.moment() };
  t.equal(noTracer.isOn, false);
  t.equal(noTracer.root(begun).context, undefined);
  t.equal(noTracer.begin(begun, sampled(newContext())).context, undefined, 'also if another node traces');
  t.equal(noTracer.begin(begun, undefined), noTracer.root(begun), 'always the same object');
  await noTracer.close();
});
