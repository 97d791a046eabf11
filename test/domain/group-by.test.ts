import t from 'tap';
import { groupBy } from '../../src/domain/group-by.ts';

t.test('groups come in the order of their first items, and keep the order of their items', (t) => {
  const groups = groupBy(['bee', 'ant', 'bat', 'ape', 'cat'], (word) => word[0]!);
  t.same(
    [...groups],
    [
      ['b', ['bee', 'bat']],
      ['a', ['ant', 'ape']],
      ['c', ['cat']],
    ],
  );
  t.equal(groupBy([], String).size, 0);
  t.end();
});
