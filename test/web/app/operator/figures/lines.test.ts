import t from 'tap';
import { linesOf, lonePlaces, topOf, valuesAt } from '../../../../../src/web/app/operator/figures/lines.ts';

const answer = (points: (number | null)[][], columns = ['busy', 'free']) => ({ columns, points, stepSeconds: 10 });

t.test('the columns of the points become lines', (t) => {
  const points = [
    [100, 1, 2],
    [110, null, 3],
  ];
  const expected = {
    times: [100, 110],
    columns: ['busy', 'free'],
    values: [
      [1, null],
      [2, 3],
    ],
  };
  t.same(linesOf(answer(points), undefined), expected);
  t.same(linesOf(answer(points), ['free']), { times: [100, 110], columns: ['free'], values: [[2, 3]] });
  t.same(linesOf(answer(points), ['away']).values, [[null, null]], 'a column that an older server does not know');
  t.same(linesOf(answer([]), undefined), { times: [], columns: ['busy', 'free'], values: [[], []] });
  t.end();
});

t.test('missing points are a gap, and no line goes through it', (t) => {
  const { times, values } = linesOf(
    answer(
      [
        [100, 1],
        [110, 1],
        [180, 1],
        [190, 1],
      ],
      ['busy'],
    ),
    undefined,
  );
  t.same(times, [100, 110, 120, 180, 190]);
  t.same(values, [[1, 1, null, 1, 1]]);
  t.end();
});

t.test('of more lines than can be told apart, the last ones become their sum', (t) => {
  const columns = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'other'];
  const lines = linesOf(
    answer(
      [
        [100, 8, 7, 6, 5, 4, 3, null, 1],
        [110, ...columns.map(() => null)],
      ],
      columns,
    ),
    undefined,
  );
  t.same(lines.columns, ['a', 'b', 'c', 'd', 'e', 'other']);
  t.same(
    lines.values.map(([first]) => first),
    [8, 7, 6, 5, 4, 4],
  );
  t.equal(lines.values.at(-1)![1], null, 'nothing measured is not zero');
  t.end();
});

t.test('values in short runs between gaps are drawn as points', (t) => {
  t.same(lonePlaces([1, null, 2, 3, null, 4, 5, 6, 7]), [0, 2, 3]);
  t.same(lonePlaces([1, 2, 3, 4, undefined, 5]), [5]);
  t.same(lonePlaces([]), []);
  t.end();
});

t.test('the cursor shows the values of the nearest time, and nothing where nothing was measured', (t) => {
  const lines = {
    times: [100, 110, 120],
    columns: ['busy', 'free'],
    values: [
      [1, 2, null],
      [4, null, 6],
    ],
  };
  t.same(valuesAt(lines, 112, 10), [2, null]);
  t.same(valuesAt(lines, 130, 10), [null, 6]);
  t.same(valuesAt(lines, 131, 10), [null, null]);
  t.same(valuesAt(lines, null, 10), [2, 6], 'without a cursor, the newest that was measured');
  t.same(valuesAt({ times: [], columns: ['busy'], values: [[]] }, 100, 10), [null]);
  t.end();
});

t.test('the axis begins at zero and ends above the highest value', (t) => {
  const near = (top: number, expected: number): unknown => t.ok(Math.abs(top - expected) < 1e-9, `${top}`);
  near(topOf([[10, null, 20], [5]], -1, 1), 22);
  near(topOf([[0, 0]], -1, 0.01), 0.01);
  near(topOf([], -1, 1), 1);
  near(topOf([[10], [40]], 1, 1), 44);
  near(topOf([[10], [60]], 1, 1), 11);
  near(topOf([[0], [60]], 1, 1), 66);
  t.end();
});
