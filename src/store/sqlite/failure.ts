/**
 * Translates failures of SQLite for the caller: the file is unavailable, it cannot be written, or a value was invalid.
 */
import Database from 'libsql';
import { CodedError, reasonOf } from '../../runtime/index.ts';
import { storeError } from '../errors.ts';

/** The disk is full, the file system is read-only, or a limit of the process was reached. */
const CANNOT_WRITE = /^SQLITE_(FULL|READONLY|IOERR_(WRITE|FSYNC|DIR_FSYNC|TRUNCATE|DELETE|LOCK))/;

/** Waiting or reopening the file may help. */
const AWAY = /^SQLITE_(READONLY_DBMOVED|IOERR|BUSY|LOCKED|CANTOPEN|CORRUPT|NOTADB|PROTOCOL|NOMEM|INTERRUPT)/;

const DAMAGED = /^SQLITE_(CORRUPT|NOTADB)/;

/**
 * The error to throw when a call on an open file fails. Every failure that is not of the file itself is a bug in the
 * caller.
 */
export function failureOf(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const code = codeOf(error);
  const reason = reasonOf(error);
  if (code !== 'SQLITE_READONLY_DBMOVED' && CANNOT_WRITE.test(code))
    return storeError('PMC_STORE_UNWRITABLE', { reason }, error);
  return storeError(AWAY.test(code) ? 'PMC_STORE_UNAVAILABLE' : 'PMC_STORE_REJECTED', { reason }, error);
}

/** The error to throw when opening a file fails. `wasOpen`: this process had it open before. */
export function openingFailureOf(error: unknown, path: string, wasOpen: boolean): CodedError {
  const code = codeOf(error);
  const reason = reasonOf(error);
  if (code === 'SQLITE_BUSY') return storeError('PMC_STORE_LOCKED', { path }, error);
  if (DAMAGED.test(code)) return storeError('PMC_STORE_DAMAGED', { path, reason }, error);
  if (!(error instanceof CodedError) && code === '')
    return wasOpen
      ? storeError('PMC_STORE_UNAVAILABLE', { reason }, error)
      : storeError('PMC_STORE_FILE_UNUSABLE', { path, reason: 'it cannot be opened' }, error);
  const failure = failureOf(error);
  // The file has other tables.
  if (failure.code === 'PMC_STORE_REJECTED') return storeError('PMC_STORE_DAMAGED', { path, reason }, error);
  // A file that worked before may come back. If it never worked, a person must fix it.
  return wasOpen || failure.next !== 'later' ? failure : storeError('PMC_STORE_FILE_UNUSABLE', { path, reason }, error);
}

export function codeOf(error: unknown): string {
  const found = error instanceof CodedError ? error.cause : error;
  return found instanceof Database.SqliteError ? found.code : '';
}
