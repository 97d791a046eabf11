/**
 * A process that does nothing but notify, to be killed: `kill-child.js <store> <SMTP URL>`. Ends when its input ends.
 */
import { randomUUID } from 'node:crypto';
import { MemoryTransport, createSystem, systemClock } from '../../src/runtime/index.ts';
import { notifyingSpec } from '../../src/actors/notifying/notifying.ts';
import { smtpChannel } from '../../src/notify/email/smtp.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import { recordingLog, supervise } from '../../src/runtime/testing/index.ts';
import { SETTINGS } from './samples.ts';

const [path, url] = process.argv.slice(2) as [string, string];
const store = createSqliteStore(path, systemClock);
await store.open();
const transport = new MemoryTransport();
await transport.start();
const system = createSystem({
  node: 'n',
  transport,
  clock: systemClock,
  log: recordingLog(),
  random: Math.random,
  onFailed: (error) => {
    throw error;
  },
  root: supervise('root', [
    notifyingSpec({
      node: 'n',
      notifications: store.notifications,
      openChannel: () => smtpChannel(url, 5_000, SETTINGS, systemClock),
      owner: randomUUID(),
      leaseMs: 60_000,
      quietGapMs: 0,
      patience: { giveUpMs: 3_600_000, random: Math.random },
      breaker: { failures: 10, resetMs: 1_000, successes: 3, callTimeoutMs: 5_000 },
      observe: () => undefined,
    }),
  ]),
});
await system.start();
process.stdin.resume().once('end', () => {
  void system.stop().then(() => store.close());
});
