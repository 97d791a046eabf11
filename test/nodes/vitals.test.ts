import t from 'tap';
import type { Cycle } from '../../src/checking/claiming/cycle.ts';
import { checkHealth, HEALTH_CHECKS } from '../../src/nodes/health.ts';
import type { HealthChecks } from '../../src/nodes/health.ts';
import type { NodeReport } from '../../src/nodes/node-report.ts';
import type { VitalsOptions } from '../../src/nodes/vitals.ts';
import { vitalsOf } from '../../src/nodes/vitals.ts';
import type { TreeNode } from '../../src/runtime/index.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { SharedPing } from '../../src/store/shared-ping.ts';
import { storeError } from '../../src/store/errors.ts';
import { treeNode } from '../support/tree-node.ts';

const clock = new ManualClock();
const CHECKER = 'checking/asu/section-checker';

function options(ping: () => Promise<void> = async () => undefined): VitalsOptions {
  return {
    clock,
    storePing: new SharedPing({ ping }, clock),
    deadLetters: { count: async () => 2 },
    intervalMs: 300_000,
  };
}

function runningFor(seconds: number): Cycle {
  const startedAt = new Date(clock.now() - seconds * 1_000).toISOString();
  return { startedAt, due: 1, done: 0, failed: 0, requests: 0 };
}

const NOTHING_KNOWN = { startedAt: '', seenAt: '', publishes: false };
const LOST: NodeReport = {
  ...NOTHING_KNOWN,
  node: 'o',
  self: false,
  state: 'lost',
  health: null,
  tree: null,
  cycle: null,
};

async function reportOf(checker: NonNullable<TreeNode['breaker']>, cycle: Cycle): Promise<NodeReport> {
  const checks = Object.fromEntries(
    HEALTH_CHECKS.map((name) => [
      name,
      async () => {
        if (name === 'source' && checker !== 'closed') throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'a test' });
      },
    ]),
  ) as HealthChecks;
  const tree = treeNode('root', {
    children: [
      treeNode('notifying', { children: [treeNode('email', { breaker: 'closed' })] }),
      treeNode('checking', {
        children: [treeNode('asu', { children: [treeNode('section-checker', { breaker: checker })] })],
      }),
    ],
  });
  return {
    ...NOTHING_KNOWN,
    node: 'n',
    self: true,
    state: 'online',
    health: await checkHealth(checks, clock),
    tree,
    cycle,
  };
}

t.test('breakers are named by their place, and the longest running cycle counts', async (t) => {
  const finished = { ...runningFor(50), finishedAt: '2026-11-23T19:59:59.000Z' };
  const reports = [await reportOf('half-open', runningFor(5)), await reportOf('closed', finished), LOST];
  t.match((await vitalsOf(options(), reports)).readings, {
    storeReachable: true,
    deadLetters: 2,
    cycleSeconds: 5,
    cycleLimitSeconds: 300,
    breakers: [
      { name: 'notifying/email' },
      { name: CHECKER, state: 'half-open' },
      { name: 'notifying/email' },
      { name: CHECKER, state: 'closed' },
    ],
  });
});

t.test('the health of all nodes that answer is combined', async (t) => {
  const reports = [await reportOf('open', runningFor(5)), await reportOf('closed', runningFor(5)), LOST];
  t.match((await vitalsOf(options(), reports)).health, {
    status: 'degraded',
    checks: { source: { status: 'degraded', code: 'PMC_STORE_UNAVAILABLE' }, store: { status: 'healthy' } },
  });
});

t.test('dead letters are not counted while the store is unavailable', async (t) => {
  const away = options(() => Promise.reject(new Error('away')));
  t.match((await vitalsOf(away, [])).readings, { storeReachable: false, deadLetters: null, cycleSeconds: 0 });
});
