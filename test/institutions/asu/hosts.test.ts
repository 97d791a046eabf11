import t from 'tap';
import { destinationOf } from '../../../src/browsers/gate.ts';
import { permissionFor } from '../../../src/institutions/asu/hosts.ts';

const REAL = { catalogUrl: 'https://catalog.apps.asu.edu/catalog/classes/classlist', apiUrl: null };
const LOCAL = { catalogUrl: 'http://127.0.0.1:4000/catalog/classes/classlist', apiUrl: null };
const tunnel = (address: string) => ({ ...destinationOf(address, 'CONNECT'), path: null });

t.test('the domain of the catalogue is allowed over https, if it is public', async (t) => {
  t.equal(
    permissionFor(REAL, tunnel('https://catalog.apps.asu.edu')),
    'anywhere',
    'the configured host may be anywhere',
  );
  t.equal(permissionFor(REAL, tunnel('https://eadvs-cscc-catalog-api.apps.asu.edu')), 'public');
  for (const other of [
    'https://evil.example',
    'https://asu.edu.evil.example',
    'https://notasu.edu',
    'https://127.0.0.1',
    'https://[::1]',
    'https://catalog.apps.asu.edu:8443',
    'https://edu',
  ]) {
    t.equal(permissionFor(REAL, tunnel(other)), 'refused', other);
  }
  t.equal(permissionFor(REAL, destinationOf('http://www.asu.edu/search/classes', 'GET')), 'refused', 'no plain HTTP');
});

t.test(
  'for a source on this machine, its own port is allowed, and at other ports only calls of a search API',
  async (t) => {
    t.equal(permissionFor(LOCAL, destinationOf('http://127.0.0.1:4000/anything', 'POST')), 'anywhere');
    for (const name of ['classes', 'terms', 'subjects'])
      t.equal(
        permissionFor(LOCAL, destinationOf(`http://127.0.0.1:4001/api/search/${name}?term=2267`, 'GET')),
        'anywhere',
      );
    t.equal(permissionFor(LOCAL, destinationOf('http://127.0.0.1:4001/api/search/classes', 'POST')), 'refused');
    for (const other of [
      'http://127.0.0.1:4001/',
      'http://127.0.0.1:4001/admin',
      'http://127.0.0.2:4000/',
      'http://localhost:4000/',
      'http://[::1]:4000/',
      'http://10.0.0.1/search/classes',
    ]) {
      t.equal(permissionFor(LOCAL, destinationOf(other, 'GET')), 'refused', other);
    }
    t.equal(
      permissionFor(LOCAL, tunnel('https://127.0.0.1:4001')),
      'refused',
      'the content of a tunnel is not visible, so it is not a call of a search API',
    );
  },
);

t.test('a configured API is allowed anywhere', async (t) => {
  const split = { ...LOCAL, apiUrl: 'https://10.1.2.3:8443/api/v1' };
  t.equal(permissionFor(split, tunnel('https://10.1.2.3:8443')), 'anywhere');
  t.equal(permissionFor(split, tunnel('https://10.1.2.3:443')), 'refused');
});

t.test('a host with a single label is not a domain', async (t) => {
  const inContainers = { catalogUrl: 'http://campus:4000/catalog/classes/classlist', apiUrl: null };
  t.equal(permissionFor(inContainers, destinationOf('http://campus:4000/', 'GET')), 'anywhere');
  t.equal(permissionFor(inContainers, destinationOf('http://mongo:27017/', 'GET')), 'refused');
});
