/** A publisher on a real store and a real broker. */
import { join } from 'node:path';
import type { Test } from 'tap';
import type { Announcement } from '../../src/domain/announcement.ts';
import { places } from '../../src/actors/places.ts';
import { publisherSpec } from '../../src/actors/publisher.ts';
import type { HealthReport } from '../../src/nodes/health.ts';
import { HEALTH_CHECKS } from '../../src/nodes/health.ts';
import { at } from '../../src/nodes/place.ts';
import { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { busOptions } from '../bus/support.ts';
import type { StoreHarness } from '../contract/store/harness.ts';
import { commitOf, take } from '../contract/store/harness.ts';
import { ManualClock, type TestSystem, settle, supervise, testSystem } from '../../src/runtime/testing/index.ts';
import { noTracer } from '../../src/telemetry/traces/tracer.ts';
import { migratedFile } from '../support/migrated-file.ts';

export const PUBLISHER = places.publisher.on('n');
export const SWEEP_MS = 30_000;
/** Milliseconds that a publisher waits before it publishes everything again. */
export const TOGETHER_MS = 200;
export const HEALTHY: HealthReport = {
  status: 'healthy',
  checks: Object.fromEntries(HEALTH_CHECKS.map((name) => [name, { status: 'healthy' }])) as HealthReport['checks'],
  timestamp: '2026-11-23T20:00:00.000Z',
  response_time_ms: 1,
};
interface Published {
  topic: string;
  body: Record<string, unknown>;
}

export interface Stage {
  harness: StoreHarness;
  bus: EmbeddedBus;
  test: TestSystem;
  /** Seconds from the detection of each published change. */
  delays: number[];
  /** Returns the messages on the public topics since the last call, in order. */
  published: (...roots: string[]) => Published[];
  announce: (announcement: Partial<Announcement>) => Promise<void>;
}

/** A publisher on a real store and a real broker. */
export async function stage(
  t: Test,
  over: { publishes?: () => boolean; health?: () => Promise<HealthReport>; homeAssistant?: boolean } = {},
  before: (harness: StoreHarness) => Promise<void> = async () => {},
): Promise<Stage> {
  const clock = new ManualClock();
  const store = new SqliteStore(await migratedFile(join(t.testdir({}), 'store.db')), clock);
  await store.open();
  const harness: StoreHarness = {
    store,
    reopen: async () => {
      await store.close();
      await store.open();
    },
    advance: (ms) => clock.advance(ms),
    now: () => clock.now(),
  };
  await before(harness);
  const bus = new EmbeddedBus(busOptions({ clock }));
  await bus.start();
  const out: Published[] = [];
  await bus.subscribe('pickmyclass/#', (topic, payload) => {
    if (!topic.startsWith('pickmyclass/actors/')) out.push({ topic, body: JSON.parse(payload) as Published['body'] });
  });
  const members = {
    get publishes() {
      return over.publishes?.() ?? true;
    },
  };
  const delays: number[] = [];
  const metrics = { notificationSeconds: { observe: (_labels: object, seconds: number) => void delays.push(seconds) } };
  const { health = async () => HEALTHY, homeAssistant = false } = over;
  const spec = publisherSpec(
    { members, bus, store, tools: { metrics, tracer: noTracer } },
    { publishers: () => [PUBLISHER], health, homeAssistant },
  );
  const test = await testSystem(t, supervise('root', [at(places.publisher, spec)]), { transport: bus, clock });
  t.teardown(async () => {
    await bus.close();
    await store.close();
  });
  await test.system.start();
  await clock.advance(0);
  return {
    harness,
    bus,
    test: { ...test, clock },
    delays,
    published: (...roots) => {
      const wanted = out.filter(({ topic }) => roots.some((root) => topic.startsWith(`pickmyclass/${root}`)));
      out.length = 0;
      return wanted;
    },
    announce: async (announcement) => {
      test.system.outside.tell(PUBLISHER, { type: 'announced', checked: [], states: [], changes: [], ...announcement });
      await settle();
    },
  };
}

/** Returns the topic without `pickmyclass/`. */
export const topics = (published: Published[]): string[] =>
  published.map(({ topic }) => topic.replace('pickmyclass/', ''));

/** Stores first looks at the sections. */
export async function seeAll(harness: StoreHarness, sections: string[]): Promise<void> {
  await take(harness, sections, 'see');
  await harness.store.sections.commit(
    'see',
    sections.map((section) => commitOf(harness, section, null)),
  );
}
