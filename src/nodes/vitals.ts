/** The health and readings of all nodes together, from what each reports of itself. Pure. */
import type {
  ActorReading,
  BreakerReading,
  BrowsersReading,
  CallsReading,
  ChannelReading,
  PaceReading,
  Readings,
  SourceReading,
  StoredReading,
} from '../domain/readings.ts';
import { nodeAt, type TreeNode } from '../runtime/index.ts';
import { healthOfAll } from './health.ts';
import type { HealthReport } from './health.ts';
import type { FullReport } from './node-report.ts';

const CHANNELS = ['email', 'web-push', 'webhook'] as const satisfies ChannelReading['channel'][];
/** So long an actor that was restarted is told of. */
const RESTARTED_MS = 15_000;
/** So long a lost node is told of. */
const LOST_MS = 3_600_000;

export interface Reported {
  reports: readonly FullReport[];
  /** Configured institutions. */
  institutions: readonly string[];
  stored: StoredReading | null;
  /** Milliseconds after which a cycle is late. */
  intervalMs: number;
  /** Epoch ms. */
  at: number;
}

export interface Vitals {
  health: HealthReport;
  /** What the overview and the alerts are derived from. */
  readings: Readings;
}

export function vitalsOf(reported: Reported): Vitals {
  const health = healthOfAll(reported.reports.flatMap((report) => report.health ?? []));
  return { health, readings: readingsOf(health, reported) };
}

function readingsOf(health: HealthReport, { reports, institutions, stored, intervalMs, at }: Reported): Readings {
  const online = reports.flatMap(({ node, tree, facts }) => (tree === null ? [] : [{ node, tree, facts }]));
  return {
    at,
    health: { status: health.status, failing: failingOf(health) },
    sources: institutions.map((institution) => sourceOf(institution, online)),
    channels: CHANNELS.map((channel) => ({
      channel,
      ...guardedOf(online, `notifying/${channel}`),
      p95Seconds: largest(online.flatMap(({ facts }) => facts?.p95Seconds[channel] ?? [])),
    })),
    actors: online.flatMap(({ node, tree }) => troubledIn(tree, node, at)),
    browsers: browsersOf(online),
    nodes: {
      lost: reports
        .filter(({ state, seenAt }) => state !== 'online' && at - Date.parse(seenAt) < LOST_MS)
        .map(({ node, seenAt }) => ({ node, seenAt })),
      disk: fullestOf(online),
    },
    cycleShare: cycleShareOf(reports, intervalMs, at),
    stored,
  };
}

type Online = Pick<FullReport, 'node' | 'facts'> & { tree: TreeNode };

function failingOf({ checks }: HealthReport): Readings['health']['failing'] {
  return Object.entries(checks).flatMap(([name, { status, code = '' }]) =>
    status === 'healthy' ? [] : [{ name, code }],
  );
}

function sourceOf(institution: string, online: readonly Online[]): SourceReading {
  const facts = online.flatMap(
    (each) => each.facts?.sources.filter((source) => source.institution === institution) ?? [],
  );
  return {
    institution,
    ...guardedOf(online, `checking/${institution}/section-checker`),
    canaryFailures: facts.reduce((sum, { canaryFailures }) => sum + canaryFailures, 0),
    // Every node knows all watched sections. The one that knows of most has read them last.
    pace: facts
      .flatMap(({ pace }) => pace ?? [])
      .reduce<PaceReading | null>((most, pace) => (most === null || pace.watched > most.watched ? pace : most), null),
  };
}

/** The breakers and calls of the actors at one place on all nodes. */
function guardedOf(online: readonly Online[], path: string): { breaker: BreakerReading; calls: CallsReading } {
  const actors = online.flatMap(({ tree }) => nodeAt(tree, path) ?? []);
  const states = actors.map(({ breaker = 'closed' }) => breaker);
  return {
    breaker: {
      state: (['open', 'half-open'] as const).find((state) => states.includes(state)) ?? 'closed',
      retryInMs: Math.max(0, ...actors.map(({ retryInMs = 0 }) => retryInMs)),
    },
    calls: together(actors.flatMap(({ calls }) => calls ?? [])),
  };
}

/** A success on one node ends the failures that another one had before. */
function together(all: readonly CallsReading[]): CallsReading {
  const lastSuccessAt = all
    .flatMap((calls) => calls.lastSuccessAt ?? [])
    .toSorted()
    .at(-1);
  const succeeded = lastSuccessAt === undefined ? {} : { lastSuccessAt };
  const failing = all
    .filter(({ failingSince = '' }) => failingSince > (lastSuccessAt ?? ''))
    .toSorted((one, other) => (one.failingSince! < other.failingSince! ? -1 : 1));
  const [first] = failing;
  if (first === undefined) return { failures: 0, ...succeeded };
  return { ...first, failures: failing.reduce((sum, { failures }) => sum + failures, 0), ...succeeded };
}

function troubledIn(tree: TreeNode, path: string, at: number): ActorReading[] {
  return tree.children.flatMap((child) => {
    const address = `${path}/${child.id}`;
    const { state, since, lastError: error, restarts } = child;
    const isNews = state === 'running' && restarts > 0 && at - Date.parse(since) < RESTARTED_MS;
    const below = troubledIn(child, address, at);
    // A supervisor that restarts or fails is told of by the actors below it, if it has any.
    if ((state === 'running' && !isNews) || (child.kind === 'supervisor' && below.length > 0)) return below;
    return [{ address, state, since, ...(error !== undefined && { error }) }, ...below];
  });
}

function browsersOf(online: readonly Online[]): BrowsersReading | null {
  const pools = online.flatMap(({ facts }) => facts?.browsers ?? []);
  if (pools.length === 0) return null;
  const sum = (count: (pool: BrowsersReading) => number): number =>
    pools.reduce((total, pool) => total + count(pool), 0);
  return {
    total: sum(({ total }) => total),
    running: sum(({ running }) => running),
    free: sum(({ free }) => free),
    queued: sum(({ queued }) => queued),
  };
}

function fullestOf(online: readonly Online[]): Readings['nodes']['disk'] {
  const disks = online.flatMap(({ node, facts }) => {
    const usedPercent = facts?.diskUsedPercent ?? null;
    return usedPercent === null ? [] : [{ node, usedPercent }];
  });
  return disks.toSorted((one, other) => other.usedPercent - one.usedPercent)[0] ?? null;
}

function cycleShareOf(reports: readonly FullReport[], intervalMs: number, at: number): number {
  const running = reports.flatMap(({ cycle }) =>
    cycle === null || cycle.finishedAt !== undefined ? [] : [at - Date.parse(cycle.startedAt)],
  );
  return Math.max(0, ...running) / intervalMs;
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}
