/**
 * A process that only notifies, and that a test kills: `kill-child.js <store> <SMTP URL>`. Writes its spans to stdout,
 * one a line. Ends when its stdin ends.
 */
import { MailSeal } from '../../src/notify/mail-seal.ts';
import { MemoryTransport, createSystem, systemClock } from '../../src/runtime/index.ts';
import { emailSpec } from '../../src/actors/notifying/email.ts';
import { notifierSpec } from '../../src/actors/notifying/notifier.ts';
import { places } from '../../src/actors/places.ts';
import { at } from '../../src/nodes/place.ts';
import { smtpChannel } from '../../src/notify/email/smtp.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import { recordingLog, supervise } from '../../src/runtime/testing/index.ts';
import { SETTINGS } from './samples.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { configOf } from '../support/config-of.ts';
import { SamplingTracer } from '../../src/telemetry/traces/sampling-tracer.ts';

const [path, url] = process.argv.slice(2) as [string, string];
const store = createSqliteStore(path, systemClock);
await store.open();
const tracer = new SamplingTracer(
  {
    add: (spans) => process.stdout.write(spans.map((span) => `${JSON.stringify(span)}\n`).join('')),
    dropped: () => {},
    close: () => Promise.resolve(),
  },
  systemClock,
);
const node = {
  id: 'n',
  config: configOf({
    LEASE_SECONDS: '60',
    NOTIFY_GIVE_UP_SECONDS: '3600',
    BREAKER_RESET_SECONDS: '1',
    CHECK_TIMEOUT_SECONDS: '5',
  }),
  store,
  tools: { random: Math.random, metrics: createMetrics(), tracer },
};
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
    supervise('notifying', [
      at(places.notifier, notifierSpec(node, { channels: [{ name: 'email', ref: places.email.on('n') }] })),
      at(
        places.email,
        emailSpec(node, {
          openChannel: () => smtpChannel(url, 5_000, SETTINGS, systemClock),
          seal: new MailSeal('session-secret-of-at-least-32-chars'),
        }),
      ),
    ]),
  ]),
});
await system.start();
process.stdin.resume().once('end', () => {
  void system.stop().then(() => store.close());
});
