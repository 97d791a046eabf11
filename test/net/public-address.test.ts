import t from 'tap';
import { isPublicAddress } from '../../src/net/public-address.ts';

t.test('Internet addresses are public', async (t) => {
  for (const address of ['8.8.8.8', '129.219.10.1', '172.32.0.1', '2606:4700::1111', '2001:4860:4860::8888'])
    t.equal(isPublicAddress(address), true, address);
});

t.test('this machine, private and link-local networks are not public, in any notation', async (t) => {
  for (const address of [
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '::1',
    '::',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '::7f00:1',
    'fec0::1',
    'ff02::1',
    '224.0.0.1',
  ])
    t.equal(isPublicAddress(address), false, address);
});

t.test('an invalid address is not public', async (t) => {
  for (const text of ['', 'localhost', '1.2.3', '1.2.3.4.5']) t.equal(isPublicAddress(text), false, text);
});
