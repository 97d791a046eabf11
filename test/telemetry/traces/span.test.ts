import fc from 'fast-check';
import t from 'tap';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { finish, momentOf, newContext, partsOf, sampled } from '../../../src/telemetry/traces/span.ts';

t.test('a context is a W3C traceparent; only such a text is read as one', async (t) => {
  const parts = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' };
  t.same(partsOf(`00-${parts.trace}-${parts.span}-00`), { ...parts, sampled: false });
  t.same(partsOf(`00-${parts.trace}-${parts.span}-03`), { ...parts, sampled: true }, 'other flags do not count');
  for (const text of [
    '',
    'x',
    `01-${parts.trace}-${parts.span}-01`,
    `00-${parts.trace.toUpperCase()}-${parts.span}-01`,
  ])
    t.equal(partsOf(text), undefined, text);
  fc.assert(fc.property(fc.string(), (text) => partsOf(text) === undefined));
});

t.test('a new span is in the trace of its parent, and says whether the trace is kept', async (t) => {
  const root = newContext();
  const child = newContext(root);
  t.equal(partsOf(child)!.trace, partsOf(root)!.trace);
  t.not(partsOf(child)!.span, partsOf(root)!.span);
  t.equal(partsOf(child)!.sampled, false);
  t.equal(partsOf(newContext(sampled(root)))!.sampled, true);
  t.not(partsOf(newContext())!.trace, partsOf(root)!.trace);
});

t.test('how long a span took does not depend on the wall clock', async (t) => {
  const clock = new ManualClock();
  const since = momentOf(clock);
  await clock.advance(250);
  clock.jump(-3_600_000);
  const parent = newContext();
  const span = finish({ name: 'look', since }, parent, clock, 'PMC_SOURCE_STATUS');
  t.match(span, { parent, name: 'look', kind: 'internal', attributes: {}, error: 'PMC_SOURCE_STATUS' });
  t.equal(span.startMs, since.now);
  t.equal(span.endMs, since.now + 250);
});
