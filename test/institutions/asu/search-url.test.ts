import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';

const catalogUrl = 'https://catalog.apps.asu.edu/catalog/classes/classlist';

t.test('a link opens the page that shows the section', async (t) => {
  const link = new URL(asu.linkFor({ institution: 'asu', term: '2267', classNumber: '66445' }, catalogUrl));
  t.equal(link.origin + link.pathname, catalogUrl);
  t.match(Object.fromEntries(link.searchParams), { keywords: '66445', term: '2267', searchType: 'all' });
});
