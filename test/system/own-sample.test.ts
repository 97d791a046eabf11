import t from 'tap';
import type { Facts } from '../../src/nodes/facts.ts';
import type { Vitals } from '../../src/nodes/vitals.ts';
import { ManualClock, recordingLog } from '../../src/runtime/testing/index.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { ownSample } from '../../src/system/own-sample.ts';
import { readings, sourceReading } from '../support/readings.ts';
import { treeNode } from '../support/tree-node.ts';

const MEGABYTE = 1_048_576;

function stage(publishes: boolean, facts: Partial<Facts> = {}) {
  const metrics = createMetrics();
  const all: Facts = {
    sources: [{ institution: 'asu', canaryFailures: 0, pace: { ...sourceReading().pace!, unknown: 2, overdue: 5 } }],
    browsers: { total: 4, running: 3, free: 1, queued: 7 },
    diskUsedPercent: 1,
    p95Seconds: {},
    ...facts,
  };
  const worker = treeNode('browser-1', { mailbox: 2, thread: 'worker-1', load: { busy: 0, heapMb: 30 } });
  const tree = treeNode('root', { load: { busy: 0, heapMb: 50 }, mailbox: 1, children: [worker] });
  const stored = { ...readings().stored!, deadLetters: 3, pending: 4 };
  const sample = ownSample(
    {
      store: { changes: { countToFanOut: async () => 6 } },
      members: { publishes },
      tools: { clock: new ManualClock(), log: recordingLog(), metrics },
    },
    { tree: () => tree, facts: async () => all, vitals: async () => ({ readings: readings({ stored }) }) as Vitals },
  );
  return { sample, metrics };
}

t.test('the node with the duty of publishing measures itself and what the store has', async (t) => {
  const { sample, metrics } = stage(true);
  metrics.checks.inc({ institution: 'asu', outcome: 'seen' }, 9);
  const taken = await sample();
  t.match(taken, {
    sections: { sections: 6_250, unknown: 2, students: 2_500 },
    requests: { looks: 9, requests: 0, asked: 30, allowed: 60 },
    queues: { overdue: 5, 'dead-letters': 3, notifications: 4, 'fan-out': 6, mailboxes: 3 },
    browsers: { free: 1, busy: 2, waiting: 7, failed: 1 },
    told: { changes: 0, notifications: 0 },
    errors: {},
    memory: { threads: 30 * MEGABYTE },
  });
  const { rss, heap, external } = taken.memory!;
  t.ok(rss! > heap! && heap! > 0 && external! > 0);
});

t.test('another node leaves out what the store has, and an actor that does not answer is a gap', async (t) => {
  const { sample } = stage(false, { browsers: null, sources: [] });
  const taken = await sample();
  t.same([taken.sections, taken.queues, taken.browsers], [{}, { mailboxes: 3 }, undefined]);
});
