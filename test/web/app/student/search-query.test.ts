import t from 'tap';
import { addressOf, isSameQuery, readQuery, searchPath } from '../../../../src/web/app/student/search-query.ts';

const CSE = { institution: 'asu', term: '2267', text: 'CSE 310', filters: {} };

t.test('an address keeps the search with its filters', async (t) => {
  const query = { ...CSE, filters: { seats: 'open', days: 'Mon,Wed', after: '09:00', campus: 'Tempe' } };
  t.same(readQuery(addressOf(query)), query);
  t.equal(addressOf({ ...CSE, filters: { seats: '', mode: '' } }), addressOf(CSE), 'empty filters are left out');
  t.same(readQuery('?q=CSE+310&place=asu%2F2267'), CSE, 'a form that was sent before the script had come');
  for (const none of ['', '?q=CSE', '?institution=asu&term=2267&q=+']) t.equal(readQuery(none), null, none);
});

t.test('the API is asked with its own names', async (t) => {
  const of = (seats: string): string => searchPath({ ...CSE, filters: { seats, mode: 'online' } }, false);
  const start = '/api/v1/search?institution=asu&term=2267&q=CSE+310';
  t.equal(of('open'), `${start}&open=true&mode=online`);
  t.equal(of('waitlist'), `${start}&waitlist=true&mode=online`);
  t.equal(of('full'), `${start}&open=false&mode=online`);
  t.equal(of('odd'), `${start}&mode=online`);
  t.equal(searchPath(CSE, true), `${start}&known=true`);
});

t.test('two searches are the same if their addresses are', async (t) => {
  t.ok(isSameQuery(CSE, { ...CSE, filters: { seats: '' } }));
  t.notOk(isSameQuery(CSE, { ...CSE, term: '2271' }));
  t.notOk(isSameQuery(CSE, null));
  t.ok(isSameQuery(null, null));
});
