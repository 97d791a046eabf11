/** The health and readings of all nodes together, as the publisher publishes them. */
import type { Readings } from '../domain/alerts.ts';
import type { Clock, TreeNode } from '../runtime/index.ts';
import type { SharedPing } from '../store/shared-ping.ts';
import type { Store } from '../store/store.ts';
import type { HealthReport } from './health.ts';
import { healthOfAll } from './health.ts';
import type { NodeReport } from './node-report.ts';

export interface Vitals {
  health: HealthReport;
  /** The values that alerts are derived from. */
  readings: Readings;
}

export interface VitalsOptions {
  clock: Pick<Clock, 'now'>;
  storePing: Pick<SharedPing, 'ping'>;
  deadLetters: Pick<Store['deadLetters'], 'count'>;
  /** Milliseconds after which a cycle is late. */
  intervalMs: number;
}

/** `reports` has the reports of all nodes. */
export async function vitalsOf(
  { clock, storePing, deadLetters, intervalMs }: VitalsOptions,
  reports: readonly NodeReport[],
): Promise<Vitals> {
  const storeReachable = await storePing.ping().then(
    () => true,
    () => false,
  );
  const running = reports.flatMap(({ cycle }) =>
    cycle === null || cycle.finishedAt !== undefined ? [] : [(clock.now() - Date.parse(cycle.startedAt)) / 1_000],
  );
  return {
    health: healthOfAll(reports.flatMap(({ health }) => health ?? [])),
    readings: {
      storeReachable,
      deadLetters: storeReachable ? await deadLetters.count() : null,
      breakers: reports.flatMap(({ tree }) => (tree === null ? [] : breakersIn(tree))),
      cycleSeconds: Math.max(0, ...running),
      cycleLimitSeconds: intervalMs / 1_000,
    },
  };
}

function breakersIn(node: TreeNode, path = ''): Readings['breakers'] {
  const own = node.breaker === undefined ? [] : [{ name: path, state: node.breaker }];
  return [
    ...own,
    ...node.children.flatMap((child) => breakersIn(child, path === '' ? child.id : `${path}/${child.id}`)),
  ];
}
