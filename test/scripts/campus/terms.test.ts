import t from 'tap';
import { offeredTerms, termOf } from '../../../scripts/campus/terms.ts';
import { currentTerms } from '../../../src/institutions/asu/terms.ts';

const DAY_MS = 86_400_000;

t.test('a term code gives its name and dates', async (t) => {
  t.match(termOf('2267'), { name: 'Fall 2026', begins: new Date('2026-08-20'), ends: new Date('2026-12-04') });
  t.equal(termOf('2271').name, 'Spring 2027');
});

t.test('on every day the campus offers the terms that the program looks for at ASU', async (t) => {
  for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2029, 0, 1); day += DAY_MS) {
    const wanted = currentTerms(day).map(({ term }) => term);
    if (offeredTerms(day).join() !== wanted.join()) t.same(offeredTerms(day), wanted, new Date(day).toISOString());
  }
});
