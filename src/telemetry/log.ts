/** The log: one line per event on stderr, pretty on a terminal. Callers must not log secrets or e-mail addresses. */
import { pino, stdSerializers } from 'pino';
import type { Logger as PinoLogger } from 'pino';
import pretty from 'pino-pretty';
import { CodedError } from '../runtime/index.ts';

const STDERR = 2;

/** `level` is trace, debug, info, warn, error, fatal or silent. */
export function createLog(level: string, node: string): PinoLogger {
  const options = { level, base: { node }, serializers: { err: describe } };
  if (!process.stderr.isTTY) return pino(options, pino.destination({ fd: STDERR, sync: false }));
  return pino(
    options,
    pretty({ destination: STDERR, ignore: 'pid,hostname,node', translateTime: 'SYS:HH:MM:ss', singleLine: true }),
  );
}

/** An error that only a person can fix is not a defect. Its message says what to do, so its stack is left out. */
function describe(error: unknown): object {
  if (error instanceof CodedError && error.next === 'stop') return { code: error.code, message: error.message };
  return error instanceof Error ? stdSerializers.err(error) : { message: String(error) };
}
