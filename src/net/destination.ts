/**
 * Which URLs of students we send messages to: https, and addresses on the public Internet only. Otherwise a student
 * could use this server to reach its own network.
 */
import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { netError } from './errors.ts';
import { hostnameOf } from './host.ts';
import { isPublicAddress } from './public-address.ts';

export interface DestinationRules {
  /** Also http, and addresses of private networks. */
  readonly allowPrivate: boolean;
  /** How names are resolved. */
  readonly lookup: LookupFunction;
}

const LONGEST_URL = 2_000;

/** Reads a URL without asking for its name. Throws PMC_DESTINATION_REFUSED. */
export function readDestination(text: string, { allowPrivate }: Pick<DestinationRules, 'allowPrivate'>): URL {
  if (text.length > LONGEST_URL || !URL.canParse(text)) throw refused('it is not a valid URL');
  const url = new URL(text);
  const isHttp = allowPrivate && url.protocol === 'http:';
  if (url.protocol !== 'https:' && !isHttp) throw refused('it must start with https://');
  if (url.username !== '' || url.password !== '') throw refused('it must not have a user name or a password');
  // An IP address in a URL is never looked up.
  const host = hostnameOf(url.href);
  if (isIP(host) !== 0) assertAllowed([host], allowPrivate);
  return url;
}

/** Reads a URL and looks its name up. Rejects with PMC_DESTINATION_REFUSED or PMC_DESTINATION_UNREACHABLE. */
export async function resolveDestination(text: string, rules: DestinationRules): Promise<URL> {
  const url = readDestination(text, rules);
  const host = hostnameOf(url.href);
  if (isIP(host) === 0) await promisify(guardedLookup(rules))(host, { all: true });
  return url;
}

/**
 * Resolves names for connections. The address that is checked is the one that is connected to, so a name that changes
 * its address between two lookups gains nothing.
 */
export function guardedLookup({ allowPrivate, lookup }: DestinationRules): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null)
        return done(
          netError('PMC_DESTINATION_UNREACHABLE', { host: hostname, reason: error.code ?? error.message }, error),
          [],
        );
      const addresses = found as LookupAddress[];
      try {
        assertAllowed(
          addresses.map(({ address }) => address),
          allowPrivate,
        );
      } catch (refusal) {
        return done(refusal as NodeJS.ErrnoException, []);
      }
      if (options.all === true) return done(null, addresses);
      const [{ address, family } = { address: '', family: 4 }] = addresses;
      done(null, address, family);
    });
  };
}

/** All of them: a name that also has a private address is not meant for the public. */
function assertAllowed(addresses: readonly string[], allowPrivate: boolean): void {
  if (!allowPrivate && !addresses.every(isPublicAddress)) throw refused('its host is not on the public Internet');
}

function refused(reason: string): Error {
  return netError('PMC_DESTINATION_REFUSED', { reason });
}

export const SYSTEM_LOOKUP = systemLookup as LookupFunction;
