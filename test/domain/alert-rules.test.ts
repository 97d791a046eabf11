import t from 'tap';
import { ALERT_RULES } from '../../src/domain/alert-rules.ts';
import type { BreakerReading, Readings } from '../../src/domain/readings.ts';
import { channelReading, readings, sourceReading } from '../support/readings.ts';
import { WatchedAlerts } from '../support/watched-alerts.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

const withBreaker = (state: BreakerReading['state']): Partial<Readings> => ({
  sources: [sourceReading({ breaker: { state, retryInMs: 0 } })],
});
const withPace = (over: object): Partial<Readings> => ({
  sources: [sourceReading({ pace: { ...sourceReading().pace!, ...over } })],
});
const withStored = (deadLetters: number): Partial<Readings> => ({ stored: { ...readings().stored!, deadLetters } });
const withBrowsers = (free: number, queued: number): Partial<Readings> => ({
  browsers: { total: 2, running: 2, free, queued },
});
const withFailures = (failures: number): Partial<Readings> => ({ sources: [sourceReading({ calls: { failures } })] });
const withDisk = (usedPercent: number): Partial<Readings> => ({
  nodes: { lost: [], disk: { node: 'a', usedPercent } },
});
const withP95 = (p95Seconds: number): Partial<Readings> => ({ channels: [channelReading({ p95Seconds })] });
const unwell = (status: 'degraded' | 'unhealthy', check = 'email'): Partial<Readings> => ({
  health: { status, failing: [{ name: check, code: 'PMC_X' }] },
});

interface Case {
  name: string;
  /** Not yet an alert, and one after `forMs`. */
  below: Partial<Readings>;
  above: Partial<Readings>;
  forMs: number;
  /** Lower than the start, but not yet the end, and the end after `clearForMs`. */
  still: Partial<Readings>;
  clear: Partial<Readings>;
  clearForMs: number;
}

const CASES: Case[] = [
  {
    name: 'store-down',
    below: {},
    above: unwell('unhealthy', 'store'),
    forMs: 0,
    still: unwell('unhealthy', 'store'),
    clear: {},
    clearForMs: 0,
  },
  {
    name: 'unhealthy',
    below: unwell('degraded'),
    above: unwell('unhealthy'),
    forMs: 10 * SECOND_MS,
    still: unwell('unhealthy'),
    clear: unwell('degraded'),
    clearForMs: 10 * SECOND_MS,
  },
  {
    name: 'degraded',
    below: {},
    above: unwell('degraded'),
    forMs: MINUTE_MS,
    still: unwell('unhealthy'),
    clear: {},
    clearForMs: MINUTE_MS,
  },
  {
    name: 'source-unseen',
    below: withFailures(2),
    above: withFailures(3),
    forMs: 0,
    still: withFailures(1),
    clear: withFailures(0),
    clearForMs: 0,
  },
  {
    name: 'canary-failing',
    below: { sources: [sourceReading({ canaryFailures: 2 })] },
    above: { sources: [sourceReading({ canaryFailures: 3 })] },
    forMs: 0,
    still: { sources: [sourceReading({ canaryFailures: 1 })] },
    clear: {},
    clearForMs: 0,
  },
  {
    name: 'breaker-open:checking.asu',
    below: {},
    above: withBreaker('open'),
    forMs: 10 * MINUTE_MS,
    still: withBreaker('half-open'),
    clear: {},
    clearForMs: 0,
  },
  {
    name: 'breaker-half-open:checking.asu',
    below: {},
    above: withBreaker('half-open'),
    forMs: 0,
    still: withBreaker('open'),
    clear: {},
    clearForMs: 0,
  },
  {
    name: 'dead-letters',
    below: withStored(10),
    above: withStored(11),
    forMs: 0,
    still: withStored(6),
    clear: withStored(5),
    clearForMs: 0,
  },
  {
    name: 'dead-letters-many',
    below: withStored(100),
    above: withStored(101),
    forMs: 0,
    still: withStored(51),
    clear: withStored(50),
    clearForMs: 0,
  },
  {
    name: 'backlog',
    below: withPace({ overdue: 1_000 }),
    above: withPace({ overdue: 1_001 }),
    forMs: 5 * MINUTE_MS,
    still: withPace({ overdue: 501 }),
    clear: withPace({ overdue: 500 }),
    clearForMs: MINUTE_MS,
  },
  {
    name: 'browser-queue',
    below: withBrowsers(1, 20),
    above: withBrowsers(1, 21),
    forMs: 30 * SECOND_MS,
    still: withBrowsers(1, 6),
    clear: withBrowsers(1, 5),
    clearForMs: 30 * SECOND_MS,
  },
  {
    name: 'browsers-busy',
    below: withBrowsers(1, 51),
    above: withBrowsers(0, 51),
    forMs: 0,
    still: withBrowsers(0, 21),
    clear: withBrowsers(0, 20),
    clearForMs: 30 * SECOND_MS,
  },
  {
    name: 'cycle-overrun',
    below: { cycleShare: 1 },
    above: { cycleShare: 1.1 },
    forMs: 0,
    still: { cycleShare: 0.95 },
    clear: { cycleShare: 0 },
    clearForMs: 0,
  },
  {
    name: 'budget-short',
    below: withPace({ askedPerMinute: 60 }),
    above: withPace({ askedPerMinute: 61 }),
    forMs: 5 * MINUTE_MS,
    still: withPace({ askedPerMinute: 58 }),
    clear: withPace({ askedPerMinute: 57 }),
    clearForMs: MINUTE_MS,
  },
  {
    name: 'notifications-slow:email',
    below: withP95(30),
    above: withP95(60),
    forMs: MINUTE_MS,
    still: withP95(16),
    clear: withP95(15),
    clearForMs: MINUTE_MS,
  },
  {
    name: 'disk-low',
    below: withDisk(90),
    above: withDisk(91),
    forMs: 0,
    still: withDisk(86),
    clear: withDisk(85),
    clearForMs: 0,
  },
  {
    name: 'disk-full',
    below: withDisk(97),
    above: withDisk(97.1),
    forMs: 0,
    still: withDisk(96),
    clear: withDisk(95),
    clearForMs: 0,
  },
  {
    name: 'node-lost',
    below: {},
    above: { nodes: { lost: [{ node: 'b', seenAt: '' }], disk: null } },
    forMs: 0,
    still: { nodes: { lost: [{ node: 'b', seenAt: '' }], disk: null } },
    clear: {},
    clearForMs: 0,
  },
];

t.test('every rule has a case', (t) => {
  t.same(
    [...new Set(CASES.map(({ name }) => name.split(':')[0]!))].toSorted(),
    ALERT_RULES.map(({ name }) => name).toSorted(),
  );
  t.end();
});

for (const { name, below, above, forMs, still, clear, clearForMs } of CASES)
  t.test(`${name} starts above its threshold after ${forMs} ms, and ends after ${clearForMs} ms`, (t) => {
    const watched = new WatchedAlerts();
    t.equal(watched.read(below).read(below, 3_600_000).of(name)?.firing ?? false, false, 'not at the threshold');
    const started = watched.read(above).of(name)!;
    t.equal(started.firing, forMs === 0);
    if (forMs > 0) {
      t.equal(watched.read(above, forMs - 1).of(name)!.firing, false, 'not a millisecond too early');
      t.equal(watched.read(above, 1).of(name)!.firing, true);
    }
    const { since } = watched.of(name)!;
    t.equal(since, new Date(watched.at).toISOString());
    t.match(watched.read(still, 3_600_000).of(name), { firing: true, since }, 'it does not end between the thresholds');
    t.equal(watched.read(clear).of(name)!.firing, clearForMs > 0);
    if (clearForMs > 0) {
      t.equal(watched.read(clear, clearForMs - 1).of(name)!.firing, true, 'not a millisecond too early');
      t.equal(watched.read(clear, 1).of(name)!.firing, false);
    }
    t.equal(watched.of(name)!.since, new Date(watched.at).toISOString());
    t.end();
  });

t.test('a half-open breaker of webhooks is no alert while no message waits for a try; that of mail is probed', (t) => {
  const rule = ALERT_RULES.find(({ name }) => name === 'breaker-half-open')!;
  const read = (channel: 'email' | 'webhook', pending: number): unknown => {
    const reading = channelReading({ channel, breaker: { state: 'half-open', retryInMs: 0 } });
    const stored = { ...readings().stored!, pending };
    return (rule.read(readings({ channels: [reading], stored })) as Record<string, unknown>)[`notifying.${channel}`];
  };
  t.same([read('webhook', 0), read('webhook', 1), read('email', 0)], [0, 1, 1]);
  t.end();
});
