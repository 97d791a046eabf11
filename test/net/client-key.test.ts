import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import t from 'tap';
import { clientKey, clientOf } from '../../src/net/client-key.ts';

const group = fc.integer({ min: 0, max: 0xffff });
const ipv4 = fc
  .tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })))
  .map((bytes) => bytes.join('.'));
const written = (groups: number[]): string => groups.map((each) => each.toString(16)).join(':');

t.test('an IPv4 address is one client, even when written as IPv6', async (t) => {
  fc.assert(
    fc.property(
      ipv4,
      (ip) => clientKey(ip) === ip && clientKey(`::ffff:${ip}`) === ip && clientKey(`::FFFF:${ip}`) === ip,
    ),
    { seed: 8 },
  );
  t.equal(clientKey('::ffff:c000:201'), '192.0.2.1');
});

t.test('in IPv6, all addresses of a /64 are one client, and no others', async (t) => {
  t.equal(clientKey('2001:db8:0:1::7'), '2001:db8:0:1::/64');
  t.equal(clientKey('::1'), '0:0:0:0::/64');
  t.equal(clientKey('fe80::1%eth0'), 'fe80:0:0:0::/64');
  const four = fc.tuple(group, group, group, group);
  fc.assert(
    fc.property(four, four, four, four, (net, one, two, other) => {
      fc.pre(net.some((each) => each !== 0));
      const key = clientKey(written([...net, ...one]));
      t.equal(clientKey(written([...net, ...two])), key);
      t.equal(clientKey(new URL(`http://[${written([...net, ...one])}]`).hostname.slice(1, -1)), key, 'written short');
      t.equal(clientKey(written([...other, ...one])) === key, written(other) === written(net));
      t.ok(isIPv6(key.replace(/\/64$/, '')));
    }),
    { seed: 8 },
  );
});

t.test('only an IP address identifies a client', async (t) => {
  t.equal(clientOf({ ip: '192.0.2.1' }), '192.0.2.1');
  t.equal(clientOf({ ip: undefined as unknown as string }), '', 'node knows no address of a connection that is gone');
  t.equal(clientOf({ ip: 'x', ips: ['127.0.0.1', '192.0.2.1'] }), '192.0.2.1');
  for (const forwarded of ['nonsense', '192.0.2.1:80', '', 'unknown', '<script>', '300.1.1.1'])
    t.equal(clientOf({ ip: forwarded, ips: ['127.0.0.1', forwarded] }), '127.0.0.1', forwarded);
});
