/** Why a store could not be opened, in one line with advice. */
import { MongoCompatibilityError, MongoServerError } from 'mongodb';
import { configError } from '../../config/errors.ts';
import type { CodedError } from '../../runtime/index.ts';
import { reasonOf } from '../../runtime/index.ts';
import { storeError } from '../errors.ts';
import { isDriverError } from './driver-error.ts';

/** The names of the driver's errors for an invalid connection string or an invalid option in it. */
const NOT_A_URL = ['MongoParseError', 'MongoInvalidArgumentError', 'MongoRuntimeError'];

/** Wrong credentials, or a missing right. */
const REFUSED = [18, 8000, 13];

/** `wasOpen`: the server was reached before, so it is unavailable and the settings are right. */
export function openingError(error: unknown, url: string, wasOpen: boolean): unknown {
  if (!isDriverError(error)) return error;
  const host = hostsOf(url);
  const reason = reasonOf(error).replace(/\s+/g, ' ');
  if (NOT_A_URL.includes(error.name)) return urlError(error, url);
  if (isTooOld(error)) return storeError('PMC_STORE_OLD_SERVER', { host }, error);
  if (isRefusal(error)) return storeError('PMC_STORE_REFUSED', { host, reason }, error);
  return wasOpen
    ? storeError('PMC_STORE_UNAVAILABLE', { reason }, error)
    : storeError('PMC_STORE_NOT_FOUND', { host, reason }, error);
}

/** PMC_CONFIG_INVALID, when the driver cannot use the URL itself. */
export function urlError(error: unknown, url: string): CodedError {
  return configError(
    'PMC_CONFIG_INVALID',
    { name: 'STORE_URL', value: hostsOf(url), reason: reasonOf(error).replace(/\s+/g, ' ') },
    error,
  );
}

/** The hosts in a connection string, without credentials: `a:27017,b:27017`. */
export function hostsOf(url: string): string {
  return /^[^/]+\/\/(?:[^@/]*@)?([^/?]*)/.exec(url)?.[1] ?? '';
}

/** Whether the server is too old for the driver. `examineServer` finds one that is too old only for this program. */
function isTooOld(error: Error): boolean {
  return [error, error.cause].some((each) => each instanceof MongoCompatibilityError);
}

function isRefusal(error: Error): boolean {
  return error instanceof MongoServerError && REFUSED.includes(Number(error.code));
}
