import t from 'tap';
import { SERIES, SERIES_NAMES } from '../../../../../src/domain/series.ts';
import { aboutColumn, columnsOf, FIGURES } from '../../../../../src/web/app/operator/figures/figures.ts';

t.test('every column of every series is in one chart', (t) => {
  for (const series of SERIES_NAMES) {
    const shown = FIGURES.filter((figure) => figure.series === series).flatMap(columnsOf);
    t.same([...shown].toSorted(), SERIES[series].columns.map(({ name }) => name).toSorted(), series);
  }
  t.equal(new Set(FIGURES.map(({ id }) => id)).size, FIGURES.length, 'each chart has an id of its own');
  t.end();
});

t.test('a column has the title that the server gives it, an error its code', (t) => {
  const of = (series: string, column: string): string =>
    aboutColumn(
      FIGURES.find((figure) => figure.series === series)!,
      column,
    ).title;
  t.equal(of('requests', 'allowed'), 'Budget');
  t.equal(of('errors', 'PMC_MAIL_FAILED'), 'PMC_MAIL_FAILED');
  t.equal(of('errors', 'other'), 'Others');
  t.end();
});
