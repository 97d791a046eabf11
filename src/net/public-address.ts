/**
 * Tells which addresses are on the public Internet: all but this machine, private and link-local networks, and ranges
 * reserved for other uses.
 */
import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose address registries (RFC 6890 and its updates). */
const SPECIAL = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  SPECIAL.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  // All of ::/96, which has this machine and the deprecated notation ::127.0.0.1.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  SPECIAL.addSubnet(network, prefix, 'ipv6');

/** An IPv4 address inside an IPv6 address (`::ffff:10.0.0.1`) is treated as the IPv4 address. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && !SPECIAL.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
