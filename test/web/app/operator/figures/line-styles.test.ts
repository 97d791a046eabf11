import t from 'tap';
import { styleOf } from '../../../../../src/web/app/operator/figures/line-styles.ts';

t.test('the lines of a chart differ in their dashes, not only in colour', (t) => {
  const dashes = [0, 1, 2, 3, 4, 5].map((place) => styleOf(place, false).dash.join(' '));
  t.equal(new Set([...dashes, styleOf(2, true).dash.join(' ')]).size, 7);
  t.end();
});
