import fc from 'fast-check';
import t from 'tap';
import type { ChangeCounts, MassChangeRule } from '../../src/domain/mass-change.ts';
import { dependsOnWatched, excessAfter, FEW, isMassChange, secondLookInMs } from '../../src/domain/mass-change.ts';

const rule = { sections: 200, share: 0.2 };
/** All watched sections were seen. */
const all = (shown: number, seen = 10_000): ChangeCounts => ({ shown, seen, excess: 0 });

t.test('more sections than the limit, or than the share from 20 on, are a mass change', (t) => {
  t.notOk(isMassChange(all(200), 10_000, rule));
  t.ok(isMassChange(all(201), 10_000, rule));
  t.notOk(isMassChange(all(19), 20, rule), 'a share of few sections does not count');
  t.ok(isMassChange(all(20), 20, rule));
  t.notOk(isMassChange(all(20), 100, rule), 'exactly the share is not more');
  t.ok(isMassChange(all(21), 100, rule));
  t.end();
});

t.test('a few openings are not a trend, but a steady stream is', (t) => {
  t.notOk(isMassChange(all(1, 7), 6_250, rule));
  t.notOk(isMassChange(all(5, 400), 6_250, rule));
  t.notOk(
    isMassChange(all(9, 300), 6_250, rule),
    'a wave of a hundred or two is ordinary in the first days of registration',
  );
  t.notOk(isMassChange(all(16, 1_000), 6_250, rule));
  t.ok(isMassChange(all(20, 70), 1_000, rule));
  t.ok(isMassChange(all(201, 6_250), 6_250, rule));
  t.end();
});

t.test('what this process sees is assumed for all watched sections, of which it may see only a part', (t) => {
  t.ok(isMassChange(all(70, 2_000), 6_250, rule));
  t.notOk(isMassChange(all(70, 50), 150, { sections: 200, share: 1 }), 'there cannot be 210 of 150');
  t.end();
});

t.test('a run of answers in which almost everything opens is a mass change, whatever was seen before', (t) => {
  const after = (answers: [opened: number, able: number][]): ChangeCounts => ({
    shown: answers.reduce((sum, [opened]) => sum + opened, 0),
    seen: 100_000,
    excess: answers.reduce((excess, [opened, able]) => excessAfter(excess, opened, able, rule), 0),
  });
  t.notOk(isMassChange(after([[5, 5]]), null, rule), 'five seats for five students');
  t.ok(isMassChange(after([[6, 6]]), null, rule), 'one answer is enough');
  t.ok(isMassChange(after([[0, 5_000], ...Array<[number, number]>(6).fill([1, 1])]), null, rule), 'a calm day before');
  t.notOk(isMassChange(after(Array<[number, number]>(30).fill([1, 5])), null, rule), 'the share, but not more');
  t.ok(isMassChange(after(Array<[number, number]>(30).fill([2, 5])), null, rule));
  t.equal(after([[1, 5]]).excess, 0, 'the other four are sign enough that it is calm');
  t.ok(after([[1, 4]]).excess > 0);
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
const extents: fc.Arbitrary<ChangeCounts> = fc.record({
  shown: fc.nat(2_000),
  seen: fc.nat(10_000),
  excess: fc.double({ min: 0, max: 100, noNaN: true }),
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
      (counts, watched, within: MassChangeRule, more) =>
        !isMassChange(counts, watched, within) ||
        isMassChange({ ...counts, shown: counts.shown + more }, watched, within),
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
        (counts, watched, within, shown) =>
          isMassChange({ ...counts, shown }, watched, within) === shown > within.sections,
      ),
      settings,
    );
    t.end();
  },
);

t.test('the number of watched sections is asked for if it can decide', (t) => {
  fc.assert(
    fc.property(
      extents,
      rules,
      fc.nat(20_000),
      (counts, within, watched) =>
        dependsOnWatched(counts, within) ||
        isMassChange(counts, watched, within) === isMassChange(counts, null, within),
    ),
    settings,
  );
  t.notOk(dependsOnWatched({ shown: FEW, seen: 0, excess: 0 }, rule), 'few');
  t.notOk(dependsOnWatched({ shown: 201, seen: 0, excess: 0 }, rule), 'more than the number of sections');
  t.ok(dependsOnWatched({ shown: FEW + 1, seen: 0, excess: 0 }, rule));
  t.end();
});
