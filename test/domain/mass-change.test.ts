import fc from 'fast-check';
import t from 'tap';
import type { Extent, MassChangeRule } from '../../src/domain/mass-change.ts';
import { FEW, isMassChange, secondLookInMs } from '../../src/domain/mass-change.ts';

const rule = { sections: 200, share: 0.2 };
const all = (shown: number): Extent => ({ shown, progress: null, parts: 1 });
const early = (shown: number, seen: number, due: number): Extent => ({ shown, progress: { seen, due }, parts: 1 });

t.test('more sections than the limit, or than the share from 20 on, are a mass change', (t) => {
  t.notOk(isMassChange(all(200), 10_000, rule));
  t.ok(isMassChange(all(201), 10_000, rule));
  t.notOk(isMassChange(all(19), 20, rule), 'a share of few sections does not count');
  t.ok(isMassChange(all(20), 20, rule));
  t.notOk(isMassChange(all(20), 100, rule), 'exactly the share is not more');
  t.ok(isMassChange(all(21), 100, rule));
  t.end();
});

t.test('a few early openings in a long pass are not a trend, but a steady stream is', (t) => {
  t.notOk(isMassChange(early(1, 7, 6_250), 6_250, rule));
  t.notOk(isMassChange(early(5, 400, 6_250), 6_250, rule));
  t.notOk(
    isMassChange(early(9, 300, 6_250), 6_250, rule),
    'a wave of a hundred or two is ordinary in the first days of registration',
  );
  t.notOk(isMassChange(early(16, 1_000, 6_250), 6_250, rule));
  t.ok(isMassChange(early(20, 70, 1_000), 1_000, rule));
  t.ok(isMassChange(early(201, 6_250, 6_250), 6_250, rule));
  t.end();
});

t.test('what one node sees is assumed for the others, up to the number of watched sections', (t) => {
  t.ok(isMassChange({ shown: 70, progress: null, parts: 3 }, 6_250, rule));
  t.notOk(
    isMassChange({ shown: 70, progress: null, parts: 3 }, 150, { sections: 200, share: 1 }),
    'there cannot be 210 of 150',
  );
  t.end();
});

t.test('an opening gets its second look within seconds, an absence or a return after at least a minute', (t) => {
  t.same(
    [1_000, 300_000, 86_400_000].map((intervalMs) => secondLookInMs('opened', intervalMs)),
    [2_000, 15_000, 15_000],
  );
  t.equal(secondLookInMs('gone', 1_000), 900_000, 'a cancellation after a quarter of an hour');
  for (const kind of ['absent', 'listed'] as const) {
    t.same(
      [1_000, 300_000, 86_400_000].map((intervalMs) => secondLookInMs(kind, intervalMs)),
      [60_000, 75_000, 900_000],
    );
  }
  t.end();
});

const rules = fc.record({ sections: fc.nat(1_000), share: fc.double({ min: 0, max: 1, noNaN: true }) });
const extents: fc.Arbitrary<Extent> = fc.record({
  shown: fc.nat(2_000),
  parts: fc.integer({ min: 1, max: 20 }),
  progress: fc.option(
    fc.tuple(fc.nat(10_000), fc.nat(10_000)).map(([a, b]) => ({ seen: Math.min(a, b), due: Math.max(a, b) })),
  ),
});
const totals = fc.option(fc.nat(20_000));
const settings = { seed: 8, numRuns: 2_000 };

t.test('more of the same is never less suspicious', (t) => {
  fc.assert(
    fc.property(
      extents,
      totals,
      rules,
      fc.nat(500),
      (extent, watched, within: MassChangeRule, more) =>
        !isMassChange(extent, watched, within) ||
        isMassChange({ ...extent, shown: extent.shown + more }, watched, within),
    ),
    settings,
  );
  t.end();
});

t.test(
  'a few changes are never suspicious, whatever they are projected to, unless the operator sets a lower limit',
  (t) => {
    fc.assert(
      fc.property(
        extents,
        totals,
        rules,
        fc.nat(FEW),
        (extent, watched, within, shown) =>
          isMassChange({ ...extent, shown }, watched, within) === shown > within.sections,
      ),
      settings,
    );
    t.end();
  },
);

t.test('a share of an unknown total never decides', (t) => {
  fc.assert(
    fc.property(
      extents,
      rules,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (extent, within, share) =>
        isMassChange(extent, null, within) === isMassChange(extent, null, { ...within, share }),
    ),
    settings,
  );
  t.end();
});
