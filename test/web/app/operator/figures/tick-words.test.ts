import t from 'tap';
import { tickWords, TICKS_APART } from '../../../../../src/web/app/operator/figures/tick-words.ts';
import { RANGES, type SeriesRange } from '../../../../../src/domain/series.ts';

t.test('two ticks of an axis never have the same words', (t) => {
  for (const range of Object.keys(RANGES) as SeriesRange[])
    for (const apart of TICKS_APART[range]) {
      const words = Array.from({ length: RANGES[range].seconds / apart }, (_, tick) => tickWords(tick * apart, range));
      t.equal(new Set(words).size, words.length, `${range}, every ${apart} s`);
    }
  t.end();
});
