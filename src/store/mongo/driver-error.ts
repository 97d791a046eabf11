/** What a failure means to the caller: the server is away, it takes no writes, or it was told something wrong. */
import { MongoError, MongoInvalidArgumentError, MongoServerError } from 'mongodb';
import { CodedError, reasonOf } from '../../runtime/index.ts';
import { storeError } from '../errors.ts';

/**
 * No room on its disk; the user may not write (any more); a hosted server over its quota; writes are blocked by its
 * operator.
 */
const CANNOT_WRITE = new Set([14_031, 13, 8_000, 371]);

/**
 * Bad value, failed to parse, type mismatch, path not viable, conflicting operators, bad field names, unknown operator,
 * immutable field, invalid document, too large, too long a key.
 */
const FAULTS = new Set([2, 9, 14, 28, 40, 52, 56, 57, 59, 66, 121, 10_334, 17_280, 17_419, 17_420]);

/**
 * The driver's own errors, and those of sockets (EPIPE, ECONNRESET), which it passes on as they are when a connection
 * ends in mid-write.
 */
export function isDriverError(error: unknown): error is Error {
  if (error instanceof MongoError) return true;
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}

/** Whether it is about what was written, and would fail again: no trouble of the server. */
export function isFault(error: unknown): boolean {
  if (error instanceof MongoServerError) return isFaultCode(Number(error.code));
  return error instanceof MongoInvalidArgumentError || !isDriverError(error);
}

export function isFaultCode(code: number): boolean {
  return FAULTS.has(code);
}

/** The error to throw for what a call on an open store failed with. */
export function failureOf(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const reason = reasonOf(error);
  if (isFault(error)) return storeError('PMC_STORE_REJECTED', { reason }, error);
  const unwritable = error instanceof MongoServerError && CANNOT_WRITE.has(Number(error.code));
  return storeError(unwritable ? 'PMC_STORE_UNWRITABLE' : 'PMC_STORE_UNAVAILABLE', { reason }, error);
}
