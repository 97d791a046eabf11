/** What fails because of the server or the way to it, as opposed to a mistake of ours. */
import { MongoError } from 'mongodb';

/** The driver's own errors, and those of sockets (EPIPE, ECONNRESET), which it passes on as they are when a connection ends in mid-write. */
export function isDriverError(error: unknown): error is Error {
  if (error instanceof MongoError) return true;
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}
