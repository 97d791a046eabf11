/** Logs: one line per event on stderr, pretty on a terminal. Secrets and addresses are never given to it. */
import { pino } from 'pino';
import type { Logger as PinoLogger } from 'pino';
import pretty from 'pino-pretty';

const STDERR = 2;

/** `level`: trace, debug, info, warn, error, fatal or silent. */
export function createLog(level: string, node: string): PinoLogger {
  const options = { level, base: { node } };
  if (!process.stderr.isTTY) return pino(options, pino.destination({ fd: STDERR, sync: false }));
  return pino(options, pretty({ destination: STDERR, ignore: 'pid,hostname,node', translateTime: 'SYS:HH:MM:ss', singleLine: true }));
}
