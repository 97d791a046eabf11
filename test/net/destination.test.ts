import type { LookupFunction } from 'node:net';
import t from 'tap';
import { readDestination, resolveDestination, SYSTEM_LOOKUP } from '../../src/net/destination.ts';

const strict = { allowPrivate: false, lookup: SYSTEM_LOOKUP };

/** Answers every name with these addresses. */
const answering =
  (...addresses: string[]): LookupFunction =>
  (_name, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

t.test('https URLs of public hosts are allowed', async (t) => {
  for (const url of ['https://discord.com/api/webhooks/1/x', 'https://8.8.8.8/', 'https://[2606:4700::1111]:8443/a?b'])
    t.doesNotThrow(() => readDestination(url, strict), url);
});

t.test('addresses of this machine and of private networks are refused, however they are written', async (t) => {
  for (const host of [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[fe80::1]',
    '[fd00::1]',
    '[ff02::1]',
  ])
    t.throws(() => readDestination(`https://${host}/`, strict), { code: 'PMC_DESTINATION_REFUSED' }, host);
});

t.test('only https is allowed, without a user, a password or rubbish', async (t) => {
  for (const url of [
    'http://example.edu/',
    'ftp://example.edu/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user:password@example.edu/',
    'https://user@example.edu/',
    'example.edu',
    'https://',
    '',
    `https://example.edu/${'x'.repeat(2_000)}`,
  ])
    t.throws(() => readDestination(url, strict), { code: 'PMC_DESTINATION_REFUSED' }, url.slice(0, 60));
});

t.test('a name is refused if any of its addresses is not public', async (t) => {
  const at = (...addresses: string[]) => ({ allowPrivate: false, lookup: answering(...addresses) });
  const url = 'https://hook.example.edu/';
  t.equal((await resolveDestination(url, at('8.8.8.8', '2606:4700::1111'))).hostname, 'hook.example.edu');
  for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['::1'], ['::ffff:192.168.1.1']])
    await t.rejects(resolveDestination(url, at(...addresses)), { code: 'PMC_DESTINATION_REFUSED' }, addresses.join());
});

t.test('localhost resolves to this machine and is refused', async (t) => {
  await t.rejects(resolveDestination('https://localhost/', strict), { code: 'PMC_DESTINATION_REFUSED' });
});

t.test('a name that does not exist is an error of its own', async (t) => {
  const failing: LookupFunction = (_name, _options, done) =>
    done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []);
  await t.rejects(resolveDestination('https://nowhere.example.edu/', { allowPrivate: false, lookup: failing }), {
    code: 'PMC_DESTINATION_UNREACHABLE',
    message: /nowhere\.example\.edu.*ENOTFOUND/,
  });
});

t.test('tests may use http and this machine', async (t) => {
  const lax = { allowPrivate: true, lookup: SYSTEM_LOOKUP };
  t.equal((await resolveDestination('http://localhost:8080/a', lax)).port, '8080');
  t.throws(() => readDestination('ftp://localhost/', lax), { code: 'PMC_DESTINATION_REFUSED' });
});
