import t from 'tap';
import type { Span } from '../../../src/telemetry/traces/span.ts';
import { newContext, partsOf, sampled } from '../../../src/telemetry/traces/span.ts';
import { TailSampling } from '../../../src/telemetry/traces/tail-sampling.ts';

function stage() {
  const [kept, state]: [Span[], { now: number; dropped: number }] = [[], { now: 0, dropped: 0 }];
  const sampling = new TailSampling({
    keep: (spans) => void kept.push(...spans),
    drop: (spans) => void (state.dropped += spans),
    monotonic: () => state.now,
  });
  const span = (context: string, parent: string | null, error: string | null = null): Span => {
    return { context, parent, name: 'span', kind: 'internal', startMs: 0, endMs: 1, attributes: {}, error };
  };
  /** A look with one child. */
  const look = (error: string | null = null, keep = false): void => {
    const root = newContext();
    sampling.begun(partsOf(root)!.trace);
    sampling.add(span(newContext(root), root));
    if (keep) sampling.keep(partsOf(root)!.trace);
    sampling.add(span(root, null, error));
  };
  return { kept, state, sampling, span, look };
}

t.test('a look that found a change is kept with all its spans, however many there are', async (t) => {
  const { kept, look } = stage();
  for (let count = 0; count < 500; count += 1) look(null, true);
  t.equal(kept.length, 1_000);
});

t.test('of the other looks a few a minute are kept; those that failed have a share of their own', async (t) => {
  const { kept, state, look } = stage();
  const roots = (): number => kept.filter(({ parent }) => parent === null).length;
  for (let second = 0; second < 600; second += 1) {
    state.now = second * 1_000;
    for (let count = 0; count < 20; count += 1) look();
  }
  t.ok(roots() >= 55 && roots() <= 65, `${roots()} of 12,000 in ten minutes`);
  const before = roots();
  look('PMC_SOURCE_STATUS');
  t.equal(roots(), before + 1);
});

t.test('a span that ends after its look is kept if its context says so, also in another process', async (t) => {
  const { kept, sampling, span } = stage();
  const elsewhere = newContext();
  sampling.add(span(newContext(elsewhere), elsewhere));
  t.equal(kept.length, 0);
  sampling.add(span(newContext(sampled(elsewhere)), elsewhere));
  t.equal(kept.length, 1);
});

t.test('what waits is bounded: the oldest looks and the last spans of a look are dropped and counted', async (t) => {
  const { kept, state, sampling, span } = stage();
  const first = newContext();
  sampling.begun(partsOf(first)!.trace);
  sampling.add(span(newContext(first), first));
  for (let count = 0; count < 2_000; count += 1) sampling.begun(partsOf(newContext())!.trace);
  t.equal(state.dropped, 1);
  const busy = newContext();
  sampling.begun(partsOf(busy)!.trace);
  for (let count = 0; count < 501; count += 1) sampling.add(span(newContext(busy), busy));
  sampling.add(span(busy, null));
  t.equal(kept.length, 501, 'with the root');
  t.equal(state.dropped, 2);
});

t.test(
  'the spans of a look that found a change wait for nothing, so a process that is killed takes no trace',
  async (t) => {
    const { kept, sampling, span } = stage();
    const [found, dull] = [newContext(), newContext()];
    for (const root of [found, dull]) {
      sampling.begun(partsOf(root)!.trace);
      sampling.add(span(newContext(root), root));
    }
    sampling.keep(partsOf(found)!.trace);
    t.same(
      kept.map(({ parent }) => parent),
      [found],
      'and nothing of the other one, which would be half a trace',
    );
    sampling.add(span(newContext(found), found));
    sampling.add(span(found, null));
    t.equal(kept.length, 3);
  },
);
