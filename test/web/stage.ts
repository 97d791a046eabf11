/** Starts the web actor on a real socket and a real store, with small stand-ins for the actors it talks to. */
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Test } from 'tap';
import { webPushSpec } from '../../src/actors/notifying/web-push.ts';
import { webhookSpec } from '../../src/actors/notifying/webhook.ts';
import { places } from '../../src/actors/places.ts';
import { alertsAfter, publicAlert } from '../../src/domain/alerts.ts';
import { overviewAfter } from '../../src/domain/overview.ts';
import { checkHealth, HEALTH_CHECKS } from '../../src/nodes/health.ts';
import type { HealthChecks, HealthReport } from '../../src/nodes/health.ts';
import { KeyRing } from '../../src/nodes/key-ring.ts';
import { at } from '../../src/nodes/place.ts';
import { ManualClock, recordingLog, supervise, testSystem } from '../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { studentsChannels } from '../../src/system/students-channels.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import type { WebNode, WebOwn } from '../../src/web/node.ts';
import { webSpec } from '../../src/web/web.ts';
import type { WebMessage } from '../../src/web/web.ts';
import { vapidKeysOf } from '../../src/config/vapid.ts';
import { see } from '../contract/store/harness.ts';
import type { StoreHarness } from '../contract/store/harness.ts';
import { configOf } from '../support/config-of.ts';
import { migratedFile } from '../support/migrated-file.ts';
import { readings } from '../support/readings.ts';
import { asking } from './asking.ts';
import { FakeInstitution } from './fake-institution.ts';
import type { OperatorServerFrame } from '../../src/web/contract/operator-frames.ts';
import { FrameClient, Live, openSocket } from './live-client.ts';
import { linkToken, Neighbours } from './neighbours.ts';
import type { Tracer } from '../../src/telemetry/traces/tracer.ts';
import { noTracer } from '../../src/telemetry/traces/tracer.ts';

export const OPERATOR_TOKEN = 'operator-token-of-at-least-32-chars';
export const SESSION_SECRET = 'session-secret-of-at-least-32-chars';
export const OPERATOR = 'op@example.edu';
export const VIEWER = 'viewer@example.edu';
export const bearer = { authorization: `Bearer ${OPERATOR_TOKEN}` };

export interface Setting {
  /** Environment variables for the node. */
  environment?: Record<string, string>;
  secrets?: Partial<WebNode['secrets']>;
  node?: Partial<WebNode>;
  tracer?: Tracer;
  own?: Partial<WebOwn>;
  /** Files of the built pages, or their directory. If not given, there are none. */
  pages?: Record<string, unknown> | string;
}

/** A listening server. Its node is `n`. */
export async function stage(
  t: Test,
  { environment = {}, secrets = {}, node = {}, tracer = noTracer, own = {}, pages = {} }: Setting = {},
) {
  const clock = new ManualClock();
  const directory = t.testdir({ pages: typeof pages === 'string' ? {} : (pages as Record<string, string>) });
  const pagesDir = typeof pages === 'string' ? pages : join(directory, 'pages');
  let aheadMs = 0;
  const path = await migratedFile(join(directory, 'store.db'));
  const store = new SqliteStore(path, { now: () => clock.now() + aheadMs });
  await store.open();
  t.teardown(() => store.close());
  const harness: StoreHarness = {
    store,
    reopen: async () => undefined,
    advance: (ms) => clock.advance(ms),
    now: () => clock.now(),
  };
  const neighbours = new Neighbours(secrets.sessionSecret ?? SESSION_SECRET);
  const health = Object.fromEntries(HEALTH_CHECKS.map((name) => [name, async () => undefined])) as HealthChecks;
  const mqtt: Duplex[] = [];
  let url = '';
  const log = recordingLog();
  const metrics = createMetrics();
  const webNode: WebNode = {
    id: 'n',
    config: configOf({
      PORT: '0',
      OPERATOR_EMAILS: OPERATOR,
      VIEWER_EMAILS: VIEWER,
      MAX_WATCHES_PER_USER: '3',
      ...environment,
    }),
    secrets: {
      sessionSecret: SESSION_SECRET,
      operatorToken: OPERATOR_TOKEN,
      operatorTokenFile: null,
      vapid: vapidKeysOf(SESSION_SECRET),
      ...secrets,
    },
    tools: { clock, log, random: () => 0.5, metrics, tracer },
    store,
    keys: new KeyRing({ keys: store.keys, clock, log }),
    bus: { acceptStream: (stream) => void mqtt.push(stream) },
    members: neighbours,
    sources: {
      institutions: [new FakeInstitution()],
      linkFor: ({ term, classNumber }) => `https://university.example/${term}?q=${classNumber}`,
      simulator: { port: 1, controlUrl: 'http://127.0.0.1:1/' },
    },
    ...node,
  };
  const ownHealth = (): Promise<HealthReport> => checkHealth(health, clock);
  const startedAt = new Date(clock.now()).toISOString();
  const treeChanged = new Set<() => void>();
  const webOwn: WebOwn = {
    health: ownHealth,
    overview: async () => overviewAfter(null, readings({ at: clock.now() }), []),
    alerts: async () => alertsAfter([], readings({ at: clock.now() })).map(publicAlert),
    tree: () => test.system.tree(),
    onTreeChange: (listener) => {
      treeChanged.add(listener);
      return () => treeChanged.delete(listener);
    },
    reports: async () => [
      {
        node: 'n',
        self: true,
        state: 'online',
        startedAt,
        seenAt: new Date(clock.now()).toISOString(),
        publishes: true,
        health: await ownHealth(),
        tree: test.system.tree(),
        cycle: neighbours.cycle,
      },
    ],
    onListening: (at) => {
      url = at;
    },
    ...own,
  };
  const [scheduler, pool, notifier, email] = neighbours.specs();
  const channels = studentsChannels(webNode, () => url);
  const test = await testSystem(
    t,
    supervise('root', [
      supervise('checking', [supervise('asu', [scheduler]), supervise('browsers', [pool])]),
      supervise('notifying', [
        notifier,
        email,
        at(places.webPush, webPushSpec(webNode, channels)),
        at(places.webhook, webhookSpec(webNode, channels)),
      ]),
      neighbours.membership(),
      at(places.web, webSpec(webNode, webOwn, pagesDir)),
    ]),
    { clock },
  );
  await test.system.start();

  const ask = asking(() => url);
  return {
    ...test,
    own: webOwn,
    metrics,
    store,
    harness,
    neighbours,
    health,
    mqtt,
    ask,
    clock,
    url: () => url,
    /** Stores the result of a look, as the section-checker does. */
    see: (...look: Parameters<typeof see> extends [unknown, ...infer Rest] ? Rest : never) => see(harness, ...look),
    /** Advances the time of the store only, so that no timer fires. */
    passes: (ms: number): void => {
      aheadMs += ms;
    },
    /** Signs in by a mailed link. Returns the cookie. */
    signIn: async (email = 'ada@example.edu'): Promise<string> => {
      await ask('POST', '/api/v1/session', { body: { email } });
      const token = await linkToken(neighbours, clock);
      const { headers } = await ask('POST', '/sign-in', {
        body: `token=${token}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      return headers.get('set-cookie')!.split(';')[0]!;
    },
    /** Tells the web side that a place in the tree has changed. */
    treeChanged: (): void => treeChanged.forEach((listener) => listener()),
    announce: (message: WebMessage) => test.system.outside.tell(test.system.ref<WebMessage>('web'), message),
    live: (headers: Record<string, string> = {}) => Live.open(t, url, headers),
    operators: async (headers: Record<string, string> = {}) =>
      new FrameClient<OperatorServerFrame>(await openSocket(t, new URL('/ws/operator', url), headers)),
  };
}
