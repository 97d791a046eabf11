/** A store, the notifying tree and the actors of web push and webhooks, on one manual clock and real sockets. */
import { join } from 'node:path';
import type { Test } from 'tap';
import { notifierSpec } from '../../../src/actors/notifying/notifier.ts';
import { webPushSpec } from '../../../src/actors/notifying/web-push.ts';
import { webhookSpec } from '../../../src/actors/notifying/webhook.ts';
import { places } from '../../../src/actors/places.ts';
import { vapidKeysOf } from '../../../src/config/vapid.ts';
import { at } from '../../../src/nodes/place.ts';
import { ManualClock, supervise, testSystem } from '../../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { studentsChannels } from '../../../src/system/students-channels.ts';
import type { StoreHarness } from '../../contract/store/harness.ts';
import { CSE310, FULL, OPEN, see, student, watch } from '../../contract/store/harness.ts';
import { configOf } from '../../support/config-of.ts';
import { migratedFile } from '../../support/migrated-file.ts';
import { noTracer } from '../../../src/telemetry/traces/tracer.ts';

const SESSION_SECRET = 'a session secret of more than 32 characters';
export const VAPID = vapidKeysOf(SESSION_SECRET);

export async function stage(t: Test) {
  const clock = new ManualClock();
  const store = new SqliteStore(await migratedFile(join(t.testdir({}), 'store.db')), clock);
  await store.open();
  t.teardown(() => store.close());
  const harness: StoreHarness = {
    store,
    reopen: async () => undefined,
    advance: (ms) => clock.advance(ms),
    now: () => clock.now(),
  };
  const node = {
    id: 'n',
    config: configOf({ WEBHOOK_ALLOW_PRIVATE: 'true', NOTIFY_GIVE_UP_SECONDS: '600' }),
    secrets: { sessionSecret: SESSION_SECRET, operatorToken: '', operatorTokenFile: null, vapid: VAPID },
    store,
    sources: { linkFor: () => 'https://classes.example.edu/', simulator: null },
    tools: {
      clock,
      random: () => 0.5,
      metrics: { notificationSeconds: { observe: () => undefined }, errors: { inc: () => undefined } },
      tracer: noTracer,
    },
  };
  const own = studentsChannels(node, () => 'https://pick.example.edu');
  const channels = [
    { name: 'web-push', ref: places.webPush.on('n') },
    { name: 'webhook', ref: places.webhook.on('n') },
  ] as const;
  const notifying = supervise('notifying', [
    at(places.notifier, notifierSpec(node, { channels })),
    at(places.webPush, webPushSpec(node, own)),
    at(places.webhook, webhookSpec(node, own)),
  ]);
  const test = await testSystem(t, supervise('root', [notifying]), { clock });
  await test.system.start();
  const users = new Map<string, string>();
  return {
    ...test,
    clock,
    store,
    /** Adds a student with a verified channel who watches the section. Returns the channel's id. */
    watcher: async (name: string, type: 'web-push' | 'webhook', settings: object): Promise<string> => {
      const userId = await student(harness, `${name}@example.edu`);
      users.set(name, userId);
      const added = await store.channels.add(userId, { type, label: name, settings: { ...settings }, verified: true });
      if (added.outcome !== 'added') throw new Error('the channel was not added');
      await watch(harness, userId, CSE310);
      return added.channel.id;
    },
    /** Commits looks that find a seat, and wakes the notifier. */
    opening: async (): Promise<void> => {
      await see(harness, CSE310, FULL);
      await see(harness, CSE310, OPEN);
      test.system.outside.tell(places.notifier.on('n'), { type: 'wake' });
      await clock.advance(0);
    },
    mutedOf: async (name: string) => {
      const channels = await store.channels.list(users.get(name)!);
      return channels.find(({ type }) => type !== 'email')?.muted;
    },
  };
}
