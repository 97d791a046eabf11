import t from 'tap';
import { hostnameOf, urlOf } from '../../src/net/host.ts';

t.test('the host of a URL has no brackets, as sockets expect', async (t) => {
  t.equal(hostnameOf('mqtt://broker.example:1883'), 'broker.example');
  t.equal(hostnameOf('mqtt://user:secret@[2001:db8::1]:1883'), '2001:db8::1');
});

t.test('a program on this machine can open the URL of a server', async (t) => {
  t.equal(urlOf('http', '127.0.0.1', 3000), 'http://127.0.0.1:3000');
  t.equal(urlOf('http', '0.0.0.0', 3000), 'http://localhost:3000');
  t.equal(urlOf('http', '::', 3000), 'http://localhost:3000');
  t.equal(urlOf('http', '::1', 3000), 'http://[::1]:3000');
  t.equal(urlOf('mqtt', '::1', 1883), 'mqtt://[::1]:1883');
});
