/** Who counts as one client, for everything that is bounded by client. */
import { isIP, isIPv6 } from 'node:net';

const GROUPS = 8;

/** What is needed of a request: `ips` is there behind a trusted proxy, from the nearest to the farthest. */
interface From {
  readonly ip: string;
  readonly ips?: readonly string[];
}

/** The key of who sent the request. */
export function clientOf(request: From): string {
  return clientKey(addressOf(request));
}

/**
 * The IP address of who sent the request. What a proxy forwards and is no address says nothing: then it is the proxy's
 * own. `''`: the connection is gone.
 */
export function addressOf({ ip, ips = [ip] }: From): string {
  return [...ips].reverse().find((each) => isIP(each) !== 0) ?? '';
}

/**
 * An IPv4 address is one client, also when it is written as IPv6 (`::ffff:192.0.2.1`). Of IPv6 it is the /64, such as
 * `2001:db8:0:1::/64`: the least that one customer gets, with more addresses than any table holds.
 */
export function clientKey(ip: string): string {
  const address = ip.replace(/%.*$/, '');
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight numbers of an IPv6 address, however it is written. */
function groupsOf(address: string): number[] {
  // A URL writes the dotted form of the last two groups as groups.
  const [left, right] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((half) => (half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16))));
  if (right === undefined) return left!;
  return [...left!, ...Array.from({ length: GROUPS - left!.length - right.length }, () => 0), ...right];
}
