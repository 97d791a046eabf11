import t from 'tap';
import fc from 'fast-check';
import { affectedBy, comesBack } from '../../../src/runtime/supervision/strategy.ts';

t.test('each strategy returns the children that a failure affects', (t) => {
  t.same(affectedBy('one-for-one', ['a', 'b', 'c'], 'b'), ['b']);
  t.same(affectedBy('one-for-all', ['a', 'b', 'c'], 'b'), ['a', 'b', 'c']);
  t.same(affectedBy('rest-for-one', ['a', 'b', 'c'], 'b'), ['b', 'c']);
  t.end();
});

t.test('the affected children include the failed one and are in start order', (t) => {
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

t.test('a permanent child is always restarted, a transient one after a failure, a temporary one never', (t) => {
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
