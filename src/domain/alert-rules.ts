/**
 * The alerts: one table of what is measured, from where on it is an alert, and when the alert ends. A threshold for the
 * end below the one for the start, and the two durations, keep an alert from starting and ending again and again.
 */
import { LOOKS_UNTIL_UNKNOWN } from './cadence.ts';
import { duration } from './duration.ts';
import type { BreakerReading, Readings } from './readings.ts';
import { isUntried } from './readings.ts';

export interface AlertRule {
  /** A reading with several values, such as one for each breaker, gives one alert each: `<name>:<which>`. */
  name: string;
  severity: 'warning' | 'critical';
  /** The alert starts when the value was above this for `forMs`. */
  above: number;
  forMs: number;
  /** It ends when the value was at or below this for `clearForMs`. */
  clearsAt: number;
  clearForMs: number;
  /** null: not known now, so the alert stays as it is. */
  read: (readings: Readings) => number | null | Record<string, number | null>;
  /** What is the matter, in a few words, and `which` of several. */
  says: (value: number, which: string) => string;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** From where on something is the matter. The causes that operators read begin there, too. */
export const THRESHOLDS = {
  /** Failed looks in a row. A section is `unknown` after as many. */
  failedLooks: LOOKS_UNTIL_UNKNOWN,
  overdueSections: 1_000,
  queuedLooks: 20,
  diskPercent: { warning: 90, critical: 97 },
} as const;

/** 95 % of the messages should be handed over within this time. */
const P95_TARGET_SECONDS = 30;

const AT_ONCE = { above: 0, forMs: 0, clearsAt: 0, clearForMs: 0 };

export const ALERT_RULES: readonly AlertRule[] = [
  {
    ...AT_ONCE,
    name: 'store-down',
    severity: 'critical',
    read: ({ health }) => Number(health.failing.some(({ name }) => name === 'store')),
    says: () => 'The store does not work',
  },
  {
    ...AT_ONCE,
    name: 'unhealthy',
    severity: 'critical',
    forMs: 10 * SECOND_MS,
    clearForMs: 10 * SECOND_MS,
    read: ({ health }) => Number(health.status === 'unhealthy'),
    says: () => 'The system is unhealthy: the store or the broker does not work',
  },
  {
    ...AT_ONCE,
    name: 'degraded',
    severity: 'warning',
    forMs: MINUTE_MS,
    clearForMs: MINUTE_MS,
    read: ({ health }) => Number(health.status !== 'healthy'),
    says: () => 'A part of the system does not work',
  },
  {
    name: 'source-unseen',
    severity: 'critical',
    above: THRESHOLDS.failedLooks - 1,
    forMs: 0,
    clearsAt: 0,
    clearForMs: 0,
    read: ({ sources }) => byInstitution(sources, ({ calls }) => calls.failures),
    says: (failures) => `The source was not seen: ${failures} looks in a row failed`,
  },
  {
    name: 'canary-failing',
    severity: 'warning',
    above: 2,
    forMs: 0,
    clearsAt: 0,
    clearForMs: 0,
    read: ({ sources }) => byInstitution(sources, ({ canaryFailures }) => canaryFailures),
    says: (failures) => `Sections that were there are not found: ${failures} checks in 10 min failed`,
  },
  {
    ...AT_ONCE,
    name: 'breaker-open',
    severity: 'critical',
    forMs: 10 * MINUTE_MS,
    read: (readings) => byPlace(readings, { open: 1, 'half-open': null, closed: 0 }),
    says: (_, place) => `The breaker of ${place} has been open for 10 min`,
  },
  {
    ...AT_ONCE,
    name: 'breaker-half-open',
    severity: 'warning',
    read: (readings) => byPlace(readings, { open: null, 'half-open': 1, closed: 0 }),
    says: (_, place) => `The breaker of ${place} is half-open: a few calls are tried`,
  },
  {
    name: 'dead-letters',
    severity: 'warning',
    above: 10,
    forMs: 0,
    clearsAt: 5,
    clearForMs: 0,
    read: ({ stored }) => stored?.deadLetters ?? null,
    says: (count) => `${count} dead letters`,
  },
  {
    name: 'dead-letters-many',
    severity: 'critical',
    above: 100,
    forMs: 0,
    clearsAt: 50,
    clearForMs: 0,
    read: ({ stored }) => stored?.deadLetters ?? null,
    says: (count) => `${count} dead letters`,
  },
  {
    name: 'backlog',
    severity: 'warning',
    above: THRESHOLDS.overdueSections,
    forMs: 5 * MINUTE_MS,
    clearsAt: 500,
    clearForMs: MINUTE_MS,
    read: ({ sources }) => byInstitution(sources, ({ pace }) => pace?.overdue ?? null),
    says: (count) => `${count} sections are overdue`,
  },
  {
    name: 'browser-queue',
    severity: 'warning',
    above: THRESHOLDS.queuedLooks,
    forMs: 30 * SECOND_MS,
    clearsAt: 5,
    clearForMs: 30 * SECOND_MS,
    read: ({ browsers }) => browsers?.queued ?? null,
    says: (count) => `${count} looks wait for a browser`,
  },
  {
    name: 'browsers-busy',
    severity: 'critical',
    above: 50,
    forMs: 0,
    clearsAt: 20,
    clearForMs: 30 * SECOND_MS,
    read: ({ browsers }) => (browsers === null ? null : browsers.free > 0 ? 0 : browsers.queued),
    says: (count) => `No browser is free, and ${count} looks wait for one`,
  },
  {
    name: 'cycle-overrun',
    severity: 'warning',
    above: 1,
    forMs: 0,
    clearsAt: 0.9,
    clearForMs: 0,
    read: ({ cycleShare }) => cycleShare,
    says: (share) => `A cycle has been running for ${Math.round(share * 100)} % of the interval`,
  },
  {
    name: 'budget-short',
    severity: 'warning',
    above: 1,
    forMs: 5 * MINUTE_MS,
    clearsAt: 0.95,
    clearForMs: MINUTE_MS,
    read: ({ sources }) =>
      byInstitution(sources, ({ pace }) => (pace === null ? null : pace.askedPerMinute / pace.allowedPerMinute)),
    says: (share) => `The watches take ${share.toFixed(1)} times the request budget`,
  },
  {
    name: 'notifications-slow',
    severity: 'warning',
    above: P95_TARGET_SECONDS,
    forMs: MINUTE_MS,
    clearsAt: P95_TARGET_SECONDS / 2,
    clearForMs: MINUTE_MS,
    read: ({ channels }) => Object.fromEntries(channels.map(({ channel, p95Seconds }) => [channel, p95Seconds])),
    says: (seconds, channel) => `One in twenty messages by ${channel} takes ${duration(seconds * SECOND_MS)} or longer`,
  },
  {
    name: 'disk-low',
    severity: 'warning',
    above: THRESHOLDS.diskPercent.warning,
    forMs: 0,
    clearsAt: 85,
    clearForMs: 0,
    read: ({ nodes }) => nodes.disk?.usedPercent ?? null,
    says: (percent) => `A disk with a DATA_DIR is ${Math.floor(percent)} % full`,
  },
  {
    name: 'disk-full',
    severity: 'critical',
    above: THRESHOLDS.diskPercent.critical,
    forMs: 0,
    clearsAt: 95,
    clearForMs: 0,
    read: ({ nodes }) => nodes.disk?.usedPercent ?? null,
    says: (percent) => `A disk with a DATA_DIR is ${Math.floor(percent)} % full`,
  },
  {
    ...AT_ONCE,
    name: 'node-lost',
    severity: 'warning',
    read: ({ nodes }) => nodes.lost.length,
    says: (count) => (count === 1 ? 'A node is lost' : `${count} nodes are lost`),
  },
];

/** One value for each institution, without a name if there is only one. */
function byInstitution<Source extends { institution: string }>(
  sources: readonly Source[],
  valueOf: (source: Source) => number | null,
): Record<string, number | null> {
  return Object.fromEntries(sources.map((source) => [sources.length === 1 ? '' : source.institution, valueOf(source)]));
}

function byPlace(
  { sources, channels, stored }: Readings,
  values: Record<BreakerReading['state'], number | null>,
): Record<string, number | null> {
  return Object.fromEntries([
    ...sources.map(({ institution, breaker }) => [`checking.${institution}`, values[breaker.state]] as const),
    ...channels.map((channel) => {
      const value = isUntried(channel, stored) ? 0 : values[channel.breaker.state];
      return [`notifying.${channel.channel}`, value] as const;
    }),
  ]);
}
