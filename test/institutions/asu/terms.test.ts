import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';

t.test('the terms to search in follow the calendar', async (t) => {
  const terms = (instant: string): string[] => asu.currentTerms(Date.parse(instant)).map(({ term }) => term);
  t.same(terms('2026-11-23T20:00:00Z'), ['2271', '2274', '2267']);
  t.same(terms('2026-08-20T00:00:00Z'), ['2267', '2271', '2264']);
  t.same(terms('2026-01-05T00:00:00Z'), ['2261', '2264', '2257']);
  t.same(asu.currentTerms(Date.parse('2026-05-01T00:00:00Z'))[0], { term: '2264', name: 'Summer 2026' });
});

t.test('a term has a name, and is over when its last month is over', async (t) => {
  const termOf = (term: string, instant: string): unknown => asu.termOf(term, Date.parse(instant));
  t.same(termOf('2267', '2026-12-31T23:00:00Z'), { name: 'Fall 2026', over: false });
  t.same(termOf('2267', '2027-01-02T00:00:00Z'), { name: 'Fall 2026', over: true });
  t.same(termOf('2271', '2027-01-02T00:00:00Z'), { name: 'Spring 2027', over: false });
  t.same(termOf('2264', '2026-09-02T00:00:00Z'), { name: 'Summer 2026', over: true });
  for (const none of ['', '2265', '22677', '1267', '2x67'])
    t.equal(termOf(none, '2027-01-02T00:00:00Z'), undefined, none);
});
