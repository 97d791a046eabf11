import t from 'tap';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { partsOf } from '../../../src/telemetry/traces/span.ts';
import { recordedSpans } from '../../support/recorded-spans.ts';

t.test('spans have their parents, and wait for the end of the root', async (t) => {
  const clock = new ManualClock();
  const { tracer, spans, names } = recordedSpans(clock);
  const root = tracer.root({ name: 'look', since: tracer.moment(), attributes: { a: 1 } });
  const child = tracer.begin({ name: 'commit', kind: 'client', since: tracer.moment() }, root.context);
  await clock.advance(20);
  child.end({ b: 2 }, 'PMC_STORE_UNAVAILABLE');
  child.end({ b: 3 });
  t.same(spans, []);
  root.end();
  t.same(names(), ['look > commit', 'look']);
  t.match(spans[0], { kind: 'client', attributes: { b: 2 }, error: 'PMC_STORE_UNAVAILABLE', parent: root.context });
  t.match(spans[1], { kind: 'internal', attributes: { a: 1 }, error: null, parent: null });
  t.equal(spans[0]!.endMs - spans[0]!.startMs, 20);
});

t.test('a kept context is handed on, and says in other processes that the trace is kept', async (t) => {
  const { tracer, spans } = recordedSpans(new ManualClock());
  const root = tracer.root({ name: 'look', since: tracer.moment() });
  const handedOn = tracer.keep(root.context!);
  t.equal(partsOf(handedOn)!.sampled, true);
  const other = recordedSpans(new ManualClock());
  other.tracer.begin({ name: 'publish', since: other.tracer.moment() }, handedOn).end();
  t.match(other.spans, [{ name: 'publish', parent: handedOn }]);
  root.end();
  t.match(spans, [{ name: 'look' }]);
});

t.test('without a parent, or with a text that is none, nothing is traced', async (t) => {
  const { tracer, spans } = recordedSpans(new ManualClock());
  for (const parent of [undefined, 'made up']) {
    const span = tracer.begin({ name: 'publish', since: tracer.moment() }, parent);
    t.equal(span.context, undefined);
    span.end();
  }
  t.equal(tracer.keep('made up'), 'made up');
  t.same(spans, []);
});
