/** Which requests come from the same client, for all limits per client. */
import { isIP, isIPv6 } from 'node:net';

const GROUPS = 8;

/** The addresses of a request. `ips` is set behind a trusted proxy, from the nearest to the farthest address. */
interface From {
  readonly ip: string;
  readonly ips?: readonly string[];
}

/** The key of the client that sent the request. */
export function clientOf(request: From): string {
  return clientKey(addressOf(request));
}

/**
 * The IP address of the client. If a proxy forwards something that is not an address, the address of the proxy counts. `''`
 * when the connection is gone.
 */
export function addressOf({ ip, ips = [ip] }: From): string {
  return [...ips].reverse().find((each) => isIP(each) !== 0) ?? '';
}

/**
 * An IPv4 address is one client, even when it is written as IPv6 (`::ffff:192.0.2.1`). For IPv6 it is the /64, such as
 * `2001:db8:0:1::/64`: each customer gets at least that, and it has more addresses than any table holds.
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

/** The eight numbers of an IPv6 address, in any notation. */
function groupsOf(address: string): number[] {
  // A URL converts the dotted form of the last two groups.
  const [left, right] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .split('::')
    .map((half) => (half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16))));
  if (right === undefined) return left!;
  return [...left!, ...Array.from({ length: GROUPS - left!.length - right.length }, () => 0), ...right];
}
