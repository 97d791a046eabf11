/** Why a store could not be opened, in one line that says what to do. */
import { MongoCompatibilityError, MongoServerError } from 'mongodb';
import { configError } from '../../config/errors.ts';
import type { CodedError } from '../../runtime/index.ts';
import { reasonOf } from '../../runtime/index.ts';
import { storeError } from '../errors.ts';
import { isDriverError } from './driver-error.ts';

/** What the driver calls a connection string, or an option in it, that it cannot use. */
const NOT_A_URL = ['MongoParseError', 'MongoInvalidArgumentError', 'MongoRuntimeError'];

/** Wrong credentials; a right that the user does not have. */
const REFUSED = [18, 8000, 13];

/** `wasOpen`: it has been reached before, so it is away and no setting is wrong. */
export function openingError(error: unknown, url: string, wasOpen: boolean): unknown {
  if (!isDriverError(error)) return error;
  const host = hostsOf(url);
  const reason = reasonOf(error).replace(/\s+/g, ' ');
  if (NOT_A_URL.includes(error.name)) return urlError(error, url);
  if (isTooOld(error)) return storeError('PMC_STORE_OLD_SERVER', { host }, error);
  if (isRefusal(error)) return storeError('PMC_STORE_REFUSED', { host, reason }, error);
  return wasOpen ? unavailable(reason, error) : storeError('PMC_STORE_NOT_FOUND', { host, reason }, error);
}

/** PMC_CONFIG_INVALID for whatever the driver finds wrong with the URL itself. */
export function urlError(error: unknown, url: string): CodedError {
  return configError(
    'PMC_CONFIG_INVALID',
    { name: 'STORE_URL', value: hostsOf(url), reason: reasonOf(error).replace(/\s+/g, ' ') },
    error,
  );
}

/** Of a connection string, without credentials: `a:27017,b:27017`. */
export function hostsOf(url: string): string {
  return /^[^/]+\/\/(?:[^@/]*@)?([^/?]*)/.exec(url)?.[1] ?? '';
}

/** For the driver; one that is too old for us alone is found by asking it (schema.ts). */
function isTooOld(error: Error): boolean {
  return [error, error.cause].some((each) => each instanceof MongoCompatibilityError);
}

function isRefusal(error: Error): boolean {
  return error instanceof MongoServerError && REFUSED.includes(Number(error.code));
}

function unavailable(reason: string, cause: unknown): CodedError {
  return storeError('PMC_STORE_UNAVAILABLE', { reason }, cause);
}
