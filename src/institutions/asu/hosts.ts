/** The hosts that ASU's class-search page may connect to. */
import { isIP } from 'node:net';
import { destinationOf } from '../../browsers/gate.ts';
import type { Destination, Permission } from '../../browsers/gate.ts';
import type { SourceConfig } from '../institution.ts';

/** The paths of its API that the page calls. */
const API_CALL = /\/search\/(classes|terms|subjects)$/;

/**
 * Allows the configured addresses anywhere, and the https hosts of the catalogue's own domain (with the API and the
 * page's scripts) if they are public. A catalogue without a domain, such as the simulator, has its API at another port
 * of its host, which is known only when the page calls it. There only that call is allowed.
 */
export function permissionFor(
  { catalogUrl, apiUrl }: Pick<SourceConfig, 'catalogUrl' | 'apiUrl'>,
  { hostname, port, path, method }: Destination,
): Permission {
  const configured = [catalogUrl, ...(apiUrl === null ? [] : [apiUrl])].map((address) => destinationOf(address, 'GET'));
  if (configured.some((each) => each.hostname === hostname && each.port === port)) return 'anywhere';
  const catalog = configured[0]!.hostname;
  const domain = domainOf(catalog);
  if (domain !== null) return domainOf(hostname) === domain && port === 443 ? 'public' : 'refused';
  const isApiCall =
    hostname === catalog && path !== null && API_CALL.test(path) && (method === 'GET' || method === 'OPTIONS');
  return isApiCall ? 'anywhere' : 'refused';
}

/** The last two labels of a name; null for an IP address and for a name with a single label. */
function domainOf(hostname: string): string | null {
  const labels = hostname.split('.');
  return isIP(hostname) !== 0 || labels.length < 2 ? null : labels.slice(-2).join('.');
}
