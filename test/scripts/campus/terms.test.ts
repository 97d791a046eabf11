import t from 'tap';
import { termOf, termsAt } from '../../../scripts/campus/terms.ts';

t.test('offers the running term and the two after it, over the turn of the year', async (t) => {
  t.same(termsAt(Date.UTC(2026, 10, 23)), ['2267', '2271', '2274']);
  t.same(termsAt(Date.UTC(2026, 1, 1)), ['2261', '2264', '2267']);
  t.same(termsAt(Date.UTC(2026, 5, 1)), ['2264', '2267', '2271']);
});

t.test('reads a term code', async (t) => {
  t.match(termOf('2267'), { name: 'Fall 2026', begins: new Date('2026-08-20'), ends: new Date('2026-12-04') });
  t.equal(termOf('2271').name, 'Spring 2027');
});
