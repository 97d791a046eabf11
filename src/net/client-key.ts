/** Decides which requests come from the same client, for all limits per client. */
import { isIP, isIPv6 } from 'node:net';

const GROUPS = 8;

/** The addresses of a request. Behind a trusted proxy, `ips` lists them from the nearest to the farthest. */
interface From {
  readonly ip: string;
  readonly ips?: readonly string[];
}

/** Returns the key of the client that sent the request. */
export function clientOf(request: From): string {
  return clientKey(addressOf(request));
}

/**
 * Returns the IP address of the client. If a proxy forwards something that is not an address, returns the address of
 * the proxy. Returns `''` if the connection is gone.
 */
export function addressOf({ ip, ips = [ip] }: From): string {
  return [...ips].reverse().find((each) => isIP(each) !== 0) ?? '';
}

/**
 * Returns the client key of an IP address. An IPv4 address is one client, even when written as IPv6
 * (`::ffff:192.0.2.1`). For IPv6 the client is the /64, such as `2001:db8:0:1::/64`: each customer gets at least one,
 * and it has more addresses than any table can hold.
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

/** Returns the eight numbers of an IPv6 address, in any notation. */
function groupsOf(address: string): number[] {
  // The URL parser converts the dotted form of the last two groups.
  const [left, right] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((half) => (half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16))));
  if (right === undefined) return left!;
  return [...left!, ...Array.from({ length: GROUPS - left!.length - right.length }, () => 0), ...right];
}
