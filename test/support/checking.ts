/** The scheduler and the section-checker on a fake source, with a real store, a memory transport and a manual clock. */
import { randomUUID } from 'node:crypto';
import type { Test } from 'tap';
import { wishOf } from '../../src/domain/watch.ts';
import type { Announcement } from '../../src/domain/announcement.ts';
import { places } from '../../src/actors/places.ts';
import { schedulerSpec } from '../../src/actors/checking/scheduler.ts';
import type { SchedulerMessage } from '../../src/actors/checking/scheduler.ts';
import { sectionCheckerSpec } from '../../src/actors/checking/section-checker.ts';
import type { ActorSpec, Ref } from '../../src/runtime/index.ts';
import { refTo } from '../../src/runtime/index.ts';
import type { ChangeKind } from '../../src/domain/change.ts';
import type { Config } from '../../src/config/config.ts';
import { at } from '../../src/nodes/place.ts';
import type { Store } from '../../src/store/store.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { configOf } from './config-of.ts';
import { FakeSource } from './fake-source.ts';
import { migratedFile } from './migrated-file.ts';
import { type ManualClock, type TestSystem, settle, supervise, testSystem } from '../../src/runtime/testing/index.ts';
import type { Tracer } from '../../src/telemetry/traces/tracer.ts';
import { noTracer } from '../../src/telemetry/traces/tracer.ts';

export interface Checking extends TestSystem {
  source: FakeSource;
  store: Store;
  announced: Announcement[];
  counts: Record<string, number>;
  ask: <Reply>(request: (replyTo: Ref<Reply>) => SchedulerMessage) => Promise<Reply>;
  wake: () => Promise<void>;
  /** Adds a watch of a new student. Returns the section's key. */
  watch: (classNumber: string, kinds?: ChangeKind[], term?: string) => Promise<string>;
  /** The `kind` of each announced change, in order. */
  told: () => string[];
}

export const INTERVAL_MS = 300_000;
export const LEASE_MS = 60_000;

/** Options of a test. */
export interface Over extends Partial<Config['checking']> {
  /** Id of the node. */
  node?: string;
  /** The other nodes that are alive. */
  others?: readonly string[];
  tracer?: Tracer;
}

/** What several nodes share: an open store, its clock and the source. */
export interface Shared {
  store: Store;
  clock: ManualClock;
  source: FakeSource;
}

/**
 * Starts the actors, which look at each section when its first watch is added. Without `shared` it has its own store;
 * with it, it is one node among others.
 */
export async function checking(
  t: Test,
  { node = 'n', others = [], tracer = noTracer, ...over }: Over = {},
  shared?: Shared,
): Promise<Checking> {
  const source = shared?.source ?? new FakeSource();
  const announced: Announcement[] = [];
  const counts: Record<string, number> = {};
  const count = (name: string, by: number): void => {
    counts[name] = (counts[name] ?? 0) + by;
  };
  // The store uses the clock of the system, which is created later.
  let now = (): number => 0;
  const store = shared?.store ?? new SqliteStore(await migratedFile(`${t.testdir()}/store.db`), { now: () => now() });
  const listener: ActorSpec<Announcement> = {
    type: 'actor',
    id: 'listener',
    accepts: () => true,
    start: () => ({
      receive: (announcement) => {
        announced.push(announcement);
      },
    }),
  };
  const config = configOf();
  const parts = {
    id: node,
    config: {
      ...config,
      checking: {
        ...config.checking,
        schedule: 'fixed' as const,
        intervalMs: INTERVAL_MS,
        leaseMs: LEASE_MS,
        budgetPerMinute: 1_000_000,
        ...over,
      },
    },
    store,
    members: { all: [node, ...others] },
    sources: { host: 'fake.example' },
    tools: {
      random: () => 0,
      metrics: {
        checks: { inc: ({ outcome }: { outcome: string }, sections: number) => count(outcome, sections) },
        requests: { inc: (_labels: object, requests: number) => count('requests', requests) },
        changes: { inc: (_labels: object, changes: number) => count('changes', changes) },
        errors: { inc: ({ code }: { code: string }) => count(code, 1) },
      },
      tracer,
    },
  };
  const { institution } = source;
  const sectionChecker = places.sectionChecker('asu');
  const checker = sectionCheckerSpec(parts, {
    institution,
    pool: places.pool.on(node),
    differ: places.differ.on(node),
    listeners: () => [refTo(node, 'listener')],
  });
  const scheduler = schedulerSpec(parts, { institution, checker: sectionChecker.on(node) });
  const backoff = { backoff: { minMs: 100, maxMs: 1_600, jitter: 0, resetAfterMs: 30_000 } };
  const test = await testSystem(
    t,
    supervise('root', [
      listener,
      supervise(
        'checking',
        [
          source.differSpec(),
          supervise('browsers', [source.poolSpec()], backoff),
          supervise('asu', [at(sectionChecker, checker), at(places.scheduler('asu'), scheduler)], {
            ...backoff,
            strategy: 'one-for-all',
          }),
        ],
        backoff,
      ),
    ]),
    { node },
    shared?.clock,
  );
  if (shared === undefined) {
    now = () => test.clock.now();
    await store.open();
    t.teardown(() => store.close());
  }
  await test.system.start();
  const ref = places.scheduler('asu').on(node);
  const told = (): string[] =>
    announced.flatMap(({ changes }) =>
      changes.map(({ change }) => `${change.section.slice('asu/2267/'.length)} ${change.kind}`),
    );
  return {
    ...test,
    source,
    store,
    announced,
    counts,
    told,
    ask: (request) => test.system.outside.ask(ref, request, 100_000),
    wake: async () => {
      test.system.outside.tell(ref, { type: 'wake' });
      await test.clock.advance(1_000);
    },
    watch: async (classNumber, kinds = ['opened'], term = '2267') => {
      const token = randomUUID();
      await store.accounts.addSignIn(token, `${token}@example.edu`, 60_000);
      const user = await store.accounts.signIn(token, randomUUID(), 60_000);
      await store.watches.add(user!.id, wishOf(`asu/${term}/${classNumber}`, { kinds }), false, 10, 0);
      await settle();
      return `asu/${term}/${classNumber}`;
    },
  };
}
