import t from 'tap';
import fc from 'fast-check';
import { affectedBy, comesBack } from '../../../src/runtime/supervision/strategy.ts';

t.test('each strategy names whom a failure concerns', (t) => {
  t.same(affectedBy('one-for-one', ['a', 'b', 'c'], 'b'), ['b']);
  t.same(affectedBy('one-for-all', ['a', 'b', 'c'], 'b'), ['a', 'b', 'c']);
  t.same(affectedBy('rest-for-one', ['a', 'b', 'c'], 'b'), ['b', 'c']);
  t.end();
});

t.test('whoever is concerned, the failed child is among them and the order of start is kept', (t) => {
  const strategies = fc.constantFrom('one-for-one', 'one-for-all', 'rest-for-one');
  fc.assert(
    fc.property(strategies, fc.uniqueArray(fc.string(), { minLength: 1 }), fc.nat(), (strategy, siblings, pick) => {
      const failed = siblings[pick % siblings.length] as string;
      const affected = affectedBy(strategy, siblings, failed);
      return (
        affected.includes(failed) &&
        siblings.filter((child) => affected.includes(child)).every((child, index) => child === affected[index])
      );
    }),
    { seed: 1 },
  );
  t.end();
});

t.test('permanent always comes back, transient after a failure, temporary never', (t) => {
  const table = (['permanent', 'transient', 'temporary'] as const).map((restart) => [
    comesBack(restart, 'failed'),
    comesBack(restart, 'finished'),
  ]);
  t.same(table, [
    [true, true],
    [true, false],
    [false, false],
  ]);
  t.end();
});
