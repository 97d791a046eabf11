import t from 'tap';
import type { Cycle } from '../../src/checking/claiming/cycle.ts';
import type { BrowsersReading, PaceReading } from '../../src/domain/readings.ts';
import type { Facts } from '../../src/nodes/facts.ts';
import type { HealthReport } from '../../src/nodes/health.ts';
import { HEALTH_CHECKS } from '../../src/nodes/health.ts';
import type { FullReport } from '../../src/nodes/node-report.ts';
import { vitalsOf } from '../../src/nodes/vitals.ts';
import type { Calls, TreeNode } from '../../src/runtime/index.ts';
import { ago, AT, readings, sourceReading } from '../support/readings.ts';
import { treeNode } from '../support/tree-node.ts';

const PACE = sourceReading().pace!;
const POOL: BrowsersReading = { total: 2, running: 2, free: 1, queued: 3 };

function facts(pace: PaceReading | null = PACE, diskUsedPercent: number | null = 20): Facts {
  return {
    sources: [{ institution: 'asu', canaryFailures: 1, pace }],
    browsers: POOL,
    diskUsedPercent,
    p95Seconds: { email: 5 },
  };
}

/** A tree with one channel and one source. */
function tree(checker: Partial<TreeNode> = {}, email: Partial<TreeNode> = {}): TreeNode {
  return treeNode('root', {
    kind: 'supervisor',
    children: [
      treeNode('notifying', { kind: 'supervisor', children: [treeNode('email', { breaker: 'closed', ...email })] }),
      treeNode('checking', {
        kind: 'supervisor',
        children: [treeNode('asu', { kind: 'supervisor', children: [treeNode('section-checker', checker)] })],
      }),
    ],
  });
}

function health(failing: Record<string, string> = {}): HealthReport {
  const checks = HEALTH_CHECKS.map((name) => [
    name,
    failing[name] === undefined ? { status: 'healthy' } : { status: 'degraded', code: failing[name] },
  ]);
  return {
    status: Object.keys(failing).length > 0 ? 'degraded' : 'healthy',
    timestamp: ago(0),
    checks: Object.fromEntries(checks) as HealthReport['checks'],
    response_time_ms: 1,
  };
}

function report(node: string, over: Partial<FullReport> = {}): FullReport {
  return {
    node,
    self: node === 'a',
    state: 'online',
    startedAt: ago(60_000),
    seenAt: ago(1_000),
    publishes: false,
    health: health(),
    tree: tree(),
    cycle: null,
    facts: facts(),
    ...over,
  };
}
const gone = (node: string, state: 'silent' | 'lost', seenAt: string): FullReport =>
  report(node, { state, seenAt, health: null, tree: null, facts: null });

const vitals = (...reports: FullReport[]) =>
  vitalsOf({ reports, institutions: ['asu'], stored: readings().stored, intervalMs: 300_000, at: AT });

t.test('the reports of all nodes give one reading', (t) => {
  const { readings: read } = vitals(
    report('a', { facts: facts({ ...PACE, watched: 3 }, 40) }),
    report('b', { health: health({ email: 'PMC_MAIL_FAILED' }), facts: facts(PACE, 30) }),
    gone('c', 'silent', ago(5_000)),
    gone('d', 'lost', ago(3_700_000)),
  );
  t.match(read, {
    at: AT,
    health: { status: 'degraded', failing: [{ name: 'email', code: 'PMC_MAIL_FAILED' }] },
    sources: [{ institution: 'asu', canaryFailures: 2, pace: PACE }],
    browsers: { total: 4, running: 4, free: 2, queued: 6 },
    nodes: { lost: [{ node: 'c', seenAt: ago(5_000) }], disk: { node: 'a', usedPercent: 40 } },
    stored: { students: 2_500 },
  });
  t.equal(read.nodes.lost.length, 1, 'a node that is lost for more than an hour is no news');
  t.match(read.channels, [{ channel: 'email', p95Seconds: 5 }, { p95Seconds: null }, { p95Seconds: null }]);
  t.end();
});

t.test('one open breaker is enough, and the longest countdown counts', (t) => {
  const { sources, channels } = vitals(
    report('a', { tree: tree({ breaker: 'half-open' }) }),
    report('b', { tree: tree({ breaker: 'open', retryInMs: 5_000 }, { breaker: 'half-open' }) }),
  ).readings;
  t.same(sources[0]!.breaker, { state: 'open', retryInMs: 5_000 });
  t.equal(channels[0]!.breaker.state, 'half-open');
  t.end();
});

t.test('failures of several nodes add up, and end when one of them succeeds', (t) => {
  const calls = (...all: Calls[]) =>
    vitals(...all.map((each, index) => report(`n${index}`, { tree: tree({ calls: each }) }))).readings.sources[0]!
      .calls;
  const failing = { failures: 2, failingSince: ago(9_000), lastSuccessAt: ago(10_000), error: 'late' };
  t.same(calls(failing, { failures: 1, failingSince: ago(5_000), error: 'later' }), { ...failing, failures: 3 });
  t.same(calls(failing, { failures: 0, lastSuccessAt: ago(1_000) }), { failures: 0, lastSuccessAt: ago(1_000) });
  t.same(calls({ failures: 0 }), { failures: 0 });
  t.end();
});

t.test('actors that do not run, or were restarted a moment ago, are named', (t) => {
  const troubled = (checker: Partial<TreeNode>) =>
    vitals(report('a', { tree: tree(checker) })).readings.actors.map(({ address, state }) => [address, state]);
  const place = 'a/checking/asu/section-checker';
  t.same(troubled({ restarts: 1, since: ago(14_999) }), [[place, 'running']]);
  t.same(troubled({ restarts: 1, since: ago(15_000) }), []);
  t.same(troubled({ restarts: 0, since: ago(1_000) }), [], 'it has only started');
  t.same(troubled({ state: 'failed', since: ago(3_600_000) }), [[place, 'failed']]);
  t.end();
});

t.test('a supervisor that failed is named if none of its children is', (t) => {
  const root = tree();
  Object.assign(root.children[0]!, { state: 'failed', children: [] });
  t.match(vitals(report('a', { tree: root })).readings.actors, [{ address: 'a/notifying', state: 'failed' }]);
  t.end();
});

t.test('the longest running cycle counts, as a share of the interval', (t) => {
  const cycle: Cycle = { startedAt: ago(150_000), due: 1, done: 0, failed: 0, requests: 0 };
  const share = (...cycles: Cycle[]): number =>
    vitals(...cycles.map((each, index) => report(`n${index}`, { cycle: each }))).readings.cycleShare;
  t.equal(share(cycle, { ...cycle, startedAt: ago(10_000) }), 0.5);
  t.equal(share({ ...cycle, finishedAt: ago(1_000) }), 0);
  t.end();
});
