import t from 'tap';
import { sourcesOf } from '../../src/institutions/sources.ts';

const key = { institution: 'asu', term: '2267', classNumber: '66445' };

t.test('a configured catalogue is the source', async (t) => {
  const sources = sourcesOf(['asu'], { catalogUrl: 'https://catalog.example.edu/list', apiUrl: null }, null);
  t.equal(sources.host, 'catalog.example.edu');
  t.equal(sources.simulator, null);
  t.same(sources.addresses, { asu: { catalogUrl: 'https://catalog.example.edu/list', apiUrl: null } });
  t.match(sources.linkFor(key), /^https:\/\/catalog\.example\.edu\/list\?.*66445/);
  t.same(
    sources.institutions.map(({ id }) => id),
    ['asu'],
  );
});

t.test('without a configured catalogue the simulator is the source', async (t) => {
  const sources = sourcesOf(['asu'], { catalogUrl: null, apiUrl: null }, 4_000);
  t.equal(sources.host, '127.0.0.1:4000');
  t.same(sources.simulator, { port: 4_000, controlUrl: 'http://127.0.0.1:4000/control' });
  t.match(sources.addresses['asu']?.catalogUrl, /^http:\/\/127\.0\.0\.1:4000\//);
});
