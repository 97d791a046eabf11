import t from 'tap';
import type { Test } from 'tap';
import type { Node } from '../../src/nodes/node.ts';
import { systemClock } from '../../src/runtime/index.ts';
import type { System } from '../../src/runtime/index.ts';
import type { Monitoring } from '../../src/system/monitoring.ts';
import { createMonitoring } from '../../src/system/monitoring.ts';
import { createNode } from '../../src/system/node.ts';
import { configOf } from '../support/config-of.ts';
import { treeNode } from '../support/tree-node.ts';

const CYCLE = { startedAt: '2026-11-23T19:59:55.000Z', due: 3, done: 1, failed: 0, requests: 1 };

/** A node with an open store, whose actors answer with `answer`. */
async function monitoring(t: Test, answer: () => Promise<unknown>): Promise<{ node: Node; monitoring: Monitoring }> {
  const node = await createNode(configOf({ NODE_ID: 'n', DATA_DIR: t.testdir({}), LOG_LEVEL: 'silent' }));
  await node.store.open();
  t.teardown(() => node.store.close());
  const outside = { ask: answer } as unknown as System['outside'];
  return { node, monitoring: createMonitoring(node, () => ({ tree: () => treeNode('root'), outside })) };
}

t.test('a node reports its health, its tree and the current cycle', async (t) => {
  const pool = { total: 1, available: 1, busy: 0, queued: 0, overloaded: false, ready: true };
  const { monitoring: of } = await monitoring(t, async () => ({ ...pool, cycle: CYCLE }));
  t.match(await of.report(), {
    publishes: false,
    health: { checks: { store: { status: 'healthy' }, browsers: { status: 'healthy' } } },
    tree: { id: 'root' },
    cycle: CYCLE,
  });
});

t.test('a report has no cycle when the scheduler does not answer', async (t) => {
  const { monitoring: of } = await monitoring(t, () => Promise.reject(new Error('no answer')));
  t.match(await of.report(), { health: { checks: { browsers: { status: 'degraded' } } }, cycle: null });
});

t.test('reports and vitals include this node, even when it is alone', async (t) => {
  const { monitoring: of } = await monitoring(t, async () => ({ cycle: CYCLE }));
  t.match(await of.reports(), [{ node: 'n', self: true, state: 'online', cycle: CYCLE }]);
  const { readings } = await of.vitals();
  t.match(readings, {
    health: { failing: [{ name: 'bus' }, { name: 'browsers' }] },
    stored: { deadLetters: 0, students: 0 },
  });
  const share = (systemClock.now() - Date.parse(CYCLE.startedAt)) / 5_000;
  t.ok(Math.abs(readings.cycleShare - share) < 1);
});

t.test('the overview and the alerts follow from what is read, whether this node has the duty or not', async (t) => {
  const { node, monitoring: of } = await monitoring(t, () => Promise.reject(new Error('no answer')));
  t.match(await of.overview(), { level: 'critical', causes: [{ name: 'bus' }, { name: 'browsers' }] });
  const firing = async (): Promise<string[]> =>
    (await of.alerts()).filter((alert) => alert.firing).map(({ name }) => name);
  t.same(await firing(), [], 'another node decides what is firing');
  await node.store.incidents.start({
    alert: 'dead-letters',
    severity: 'warning',
    value: 11,
    threshold: 10,
    startedAt: '2026-11-23T20:00:00.000Z',
  });
  t.same(await firing(), ['dead-letters']);
  t.match(await of.overview(), { causes: [{ name: 'bus' }, { name: 'browsers' }, { name: 'dead-letters' }] });
  await node.members.beat();
  await of.book.update((await of.vitals()).readings);
  t.notOk((await firing()).includes('dead-letters'), 'this node decides now, and there are no dead letters');
});
