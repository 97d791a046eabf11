/**
 * What a failure of SQLite means to the caller: the file is away, it cannot be written, or it was told something wrong.
 */
import Database from 'libsql';
import { CodedError, reasonOf } from '../../runtime/index.ts';
import { storeError } from '../errors.ts';

/** No room, a file system that takes no writes, a limit of the process. */
const CANNOT_WRITE = /^SQLITE_(FULL|READONLY|IOERR_(WRITE|FSYNC|DIR_FSYNC|TRUNCATE|DELETE|LOCK))/;

/** Waiting, or opening the file anew, may mend it. */
const AWAY = /^SQLITE_(READONLY_DBMOVED|IOERR|BUSY|LOCKED|CANTOPEN|CORRUPT|NOTADB|PROTOCOL|NOMEM|INTERRUPT)/;

const DAMAGED = /^SQLITE_(CORRUPT|NOTADB)/;

/**
 * The error to throw for what a call on an open file failed with. Everything that is no trouble of the file is a fault
 * of ours.
 */
export function failureOf(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const code = codeOf(error);
  const reason = reasonOf(error);
  if (code !== 'SQLITE_READONLY_DBMOVED' && CANNOT_WRITE.test(code))
    return storeError('PMC_STORE_UNWRITABLE', { reason }, error);
  return storeError(AWAY.test(code) ? 'PMC_STORE_UNAVAILABLE' : 'PMC_STORE_REJECTED', { reason }, error);
}

/** The error to throw for what opening a file failed with. `wasOpen`: this process has had it open before. */
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
  // Its tables are not ours.
  if (failure.code === 'PMC_STORE_REJECTED') return storeError('PMC_STORE_DAMAGED', { path, reason }, error);
  // What was there and works no more may come back; what never worked is for a person to mend.
  return wasOpen || failure.next !== 'later' ? failure : storeError('PMC_STORE_FILE_UNUSABLE', { path, reason }, error);
}

export function codeOf(error: unknown): string {
  const found = error instanceof CodedError ? error.cause : error;
  return found instanceof Database.SqliteError ? found.code : '';
}
