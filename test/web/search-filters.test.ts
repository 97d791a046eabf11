import t from 'tap';
import { filterOf } from '../../src/web/search-filters.ts';
import { state } from '../support/states.ts';

t.test('a query without filters has no filter', async (t) => {
  t.equal(filterOf({ q: 'CSE' }), undefined);
  t.equal(filterOf({ q: 'CSE', open: '', waitlist: '', days: '', after: '', mode: '', campus: '' }), undefined);
});

t.test('a section that cannot be seen passes no filter by seats, because nobody knows them', async (t) => {
  const unknown = state({ status: 'unknown' });
  for (const open of ['true', 'false'] as const) t.equal(filterOf({ q: 'CSE', open })?.(unknown), false);
  t.equal(filterOf({ q: 'CSE', days: 'Mon,Wed' })?.(unknown), true);
});
