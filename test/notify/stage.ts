/** A store, the notifying tree and a channel, all on one manual clock. */
import { join } from 'node:path';
import type { Test } from 'tap';
import type { ChangeKind } from '../../src/domain/change.ts';
import type { MailChannel } from '../../src/notify/channel.ts';
import type { NotificationStore } from '../../src/store/notifications.ts';
import { emailSpec } from '../../src/actors/notifying/email.ts';
import { notifierSpec } from '../../src/actors/notifying/notifier.ts';
import { places } from '../../src/actors/places.ts';
import { at } from '../../src/nodes/place.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { CSE310, FULL, OPEN, see, student, watch } from '../contract/store/harness.ts';
import type { StoreHarness } from '../contract/store/harness.ts';
import { MailSeal } from '../../src/notify/mail-seal.ts';
import { ManualClock, supervise, testSystem } from '../../src/runtime/testing/index.ts';
import { ScriptedChannel } from './scripted-channel.ts';
import { configOf } from '../support/config-of.ts';
import { migratedFile } from '../support/migrated-file.ts';
import type { Tracer } from '../../src/telemetry/traces/tracer.ts';
import { noTracer } from '../../src/telemetry/traces/tracer.ts';

export const LEASE_MS = 60_000;
export const GIVE_UP_MS = 600_000;

const ENVIRONMENT = {
  LEASE_SECONDS: '60',
  NOTIFY_GIVE_UP_SECONDS: '600',
  BREAKER_FAILURES: '3',
  BREAKER_RESET_SECONDS: '120',
  BREAKER_SUCCESSES: '2',
};

export interface Setting {
  /** Id of the node. */
  node?: string;
  environment?: Record<string, string>;
  channel?: ScriptedChannel;
  /** In its place, a channel that this returns. */
  openChannel?: () => MailChannel;
  /** Methods of the store that are replaced by faulty ones. */
  faults?: Partial<NotificationStore>;
  /** Another process on the same store. */
  beside?: { store: SqliteStore; clock: ManualClock };
  tracer?: Tracer;
}

/** Seals the mails to the e-mail actor. */
export const SEAL = new MailSeal('session-secret-of-at-least-32-chars');

export async function stage(
  t: Test,
  {
    node = 'n',
    environment = {},
    channel = new ScriptedChannel(),
    openChannel = () => channel,
    faults = {},
    beside,
    tracer = noTracer,
  }: Setting = {},
) {
  const { store, clock } = beside ?? (await openStore(t));
  const harness: StoreHarness = {
    store,
    reopen: async () => undefined,
    advance: (ms) => clock.advance(ms),
    now: () => clock.now(),
  };
  const observed: [stage: string, seconds: number][] = [];
  const errors: string[] = [];
  const parts = {
    id: node,
    config: configOf({ ...ENVIRONMENT, ...environment }),
    store: {
      notifications: withFaults(store.notifications, faults),
      pauses: store.pauses,
      channels: store.channels,
      sections: store.sections,
      changes: store.changes,
      traces: store.traces,
    },
    tools: {
      random: () => 0.5,
      metrics: {
        notificationSeconds: {
          observe: ({ stage: name }: { stage: string }, seconds: number) => void observed.push([name, seconds]),
        },
        errors: { inc: ({ code }: { code: string }) => void errors.push(code) },
      },
      tracer,
    },
  };
  const notifying = supervise('notifying', [
    at(places.notifier, notifierSpec(parts, { channels: [{ name: 'email', ref: places.email.on('n') }] })),
    at(places.email, emailSpec(parts, { openChannel, seal: SEAL })),
  ]);
  const test = await testSystem(t, supervise('root', [notifying]), { clock });
  t.teardown(() => {
    while (channel.hung > 0) channel.letGo();
  });

  return {
    ...test,
    clock,
    store,
    channel,
    observed,
    errors,
    harness,
    /** Adds a student who watches the section. The name is the part of the address before the `@`. */
    watcher: async (name: string, kinds: ChangeKind[] = ['opened']) =>
      watch(harness, await student(harness, `${name}@example.edu`), CSE310, kinds),
    /** Commits a look that finds a seat in the full section. */
    opening: async () => {
      await see(harness, CSE310, FULL);
      await see(harness, CSE310, OPEN);
    },
    /** The section-checker's announcement after a commit. Its content does not matter. */
    announce: async () => {
      const changes = await store.changes.recent(1);
      test.system.outside.tell(places.notifier.on('n'), { type: 'announced', checked: [], states: [], changes });
      await clock.advance(0);
    },
    start: async () => {
      await test.system.start();
      await clock.advance(0);
    },
    breaker: () => test.node('notifying/email').breaker,
    deadLetters: () => store.deadLetters.list(100),
    /** The notifications that another process could claim now. */
    claimable: () => store.notifications.claim('email', 'another run', LEASE_MS, 100),
  };
}

async function openStore(t: Test) {
  const clock = new ManualClock();
  const store = new SqliteStore(await migratedFile(join(t.testdir({}), 'store.db')), clock);
  await store.open();
  // Teardowns run last to first: waiting hand-overs are let go, the systems stop, the store closes.
  t.teardown(() => store.close());
  return { store, clock };
}

function withFaults(notifications: NotificationStore, faults: Partial<NotificationStore>): NotificationStore {
  const handler: ProxyHandler<NotificationStore> = {
    get: (target, name: keyof NotificationStore) => (faults[name] ?? target[name]).bind(target),
  };
  return new Proxy(notifications, handler);
}
