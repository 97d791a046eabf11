import t from 'tap';
import { Best } from '../../../src/checking/choosing/best.ts';

t.test('it keeps the best items: by rank, then by worth, then the first', (t) => {
  const best = new Best<string>(3);
  const items: [string, number, number][] = [
    ['b', 1, 9],
    ['c', 1, 5],
    ['d', 1, 5],
    ['a', 0, 1],
    ['e', 2, 99],
  ];
  for (const [item, rank, worth] of items) if (best.accepts(rank, worth)) best.add(item, rank, worth);
  t.same(best.items, ['a', 'b', 'c']);
  t.notOk(best.accepts(1, 5));
  t.ok(best.accepts(1, 6));
  t.end();
});
