/** Translates failures for the caller: the server is unavailable, cannot be written, or a value was invalid. */
import { MongoError, MongoInvalidArgumentError, MongoServerError } from 'mongodb';
import { CodedError, reasonOf } from '../../runtime/index.ts';
import { storeError } from '../errors.ts';

/**
 * The server's disk is full, the user may not write, a hosted server is over its quota, or its operator blocks writes.
 */
const CANNOT_WRITE = new Set([14_031, 13, 8_000, 371]);

/**
 * Bad value, parse failure, type mismatch, invalid path, conflicting operators, bad field names, unknown operator,
 * immutable field, invalid document, document too large, key too long.
 */
const FAULTS = new Set([2, 9, 14, 28, 40, 52, 56, 57, 59, 66, 121, 10_334, 17_280, 17_419, 17_420]);

/**
 * The driver's own errors, and socket errors (EPIPE, ECONNRESET), which the driver passes on unchanged when a
 * connection ends during a write.
 */
export function isDriverError(error: unknown): error is Error {
  if (error instanceof MongoError) return true;
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}

/** Whether the written values caused the error, so that it would happen again. The server itself is fine. */
export function isFault(error: unknown): boolean {
  if (error instanceof MongoServerError) return isFaultCode(Number(error.code));
  return error instanceof MongoInvalidArgumentError || !isDriverError(error);
}

export function isFaultCode(code: number): boolean {
  return FAULTS.has(code);
}

/** The error to throw when a call on an open store fails. */
export function failureOf(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const reason = reasonOf(error);
  if (isFault(error)) return storeError('PMC_STORE_REJECTED', { reason }, error);
  const unwritable = error instanceof MongoServerError && CANNOT_WRITE.has(Number(error.code));
  return storeError(unwritable ? 'PMC_STORE_UNWRITABLE' : 'PMC_STORE_UNAVAILABLE', { reason }, error);
}
