import t from 'tap';
import { rowsOf } from '../../../../../src/web/app/operator/figures/table-rows.ts';

t.test('the table has the values of the chart, newest first, without the gaps', (t) => {
  const lines = {
    times: [1_795_464_000, 1_795_464_010, 1_795_464_020],
    columns: ['busy', 'free'],
    values: [
      [1, null, 2],
      [0.5, null, null],
    ],
  };
  t.same(rowsOf(lines, 'count'), [
    { at: '2026-11-23T20:00:20.000Z', cells: ['2', 'not measured'] },
    { at: '2026-11-23T20:00:00.000Z', cells: ['1', '0.5'] },
  ]);
  t.end();
});
