/** Whom ASU's class-search page may speak to. */
import { isIP } from 'node:net';
import { destinationOf } from '../../browsers/gate.ts';
import type { Destination, Permission } from '../../browsers/gate.ts';
import type { SourceConfig } from '../institution.ts';

/** What the page calls of its API. */
const API_CALL = /\/search\/(classes|terms|subjects)$/;

/**
 * The configured addresses wherever they are, and the https hosts of the catalogue's own domain (the API and the page's
 * scripts are there) as long as they are public. A catalogue without a domain, such as the simulator, has its API at
 * another port of its host, known only when the page calls it: that call is let through and nothing else.
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

/** The last two labels of a name; null for an address, and for a name of one label. */
function domainOf(hostname: string): string | null {
  const labels = hostname.split('.');
  return isIP(hostname) !== 0 || labels.length < 2 ? null : labels.slice(-2).join('.');
}
