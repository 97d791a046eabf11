import t from 'tap';
import { urlOf } from '../../src/net/listen.ts';

t.test('a URL is one a browser of this machine can open', async (t) => {
  t.equal(urlOf('127.0.0.1', 3000), 'http://127.0.0.1:3000');
  t.equal(urlOf('0.0.0.0', 3000), 'http://localhost:3000');
  t.equal(urlOf('::', 3000), 'http://localhost:3000');
  t.equal(urlOf('::1', 3000), 'http://[::1]:3000');
});
