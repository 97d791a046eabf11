/** How the running system is: what health and alerts are derived from. */
import { cycleOf } from '../actors/checking/ask-cycle.ts';
import type { BrowserPoolMessage, PoolStatus } from '../actors/checking/browsers/pool.ts';
import { BROWSER_POOL_PATH } from '../actors/checking/browsers/pool.ts';
import { EMAIL_PATH } from '../actors/notifying/email.ts';
import type { NodeReport } from '../nodes/node-report.ts';
import type { OwnReport } from '../nodes/node-reports.ts';
import type { Vitals } from '../actors/publisher.ts';
import type { ActorContext, Clock, Logger, TreeNode } from '../runtime/index.ts';
import { reasonOf, refTo, runtimeError } from '../runtime/index.ts';
import { sectionCheckerPath } from '../actors/checking/section-checker.ts';
import type { Bus } from '../bus/bus.ts';
import { NEEDED_BYTES } from '../bus/parts.ts';
import { isLoopback } from '../config/reader.ts';
import type { Config } from '../config/config.ts';
import type { Readings } from '../domain/alerts.ts';
import { browsersError } from '../browsers/errors.ts';
import { busError } from '../bus/errors.ts';
import { configError } from '../config/errors.ts';
import type { HealthChecks } from '../nodes/health.ts';
import { checkHealth, healthOfAll } from '../nodes/health.ts';
import type { SharedPing } from '../store/shared-ping.ts';
import type { Store } from '../store/store.ts';

export interface VitalsDeps {
  config: Config;
  clock: Clock;
  store: Store;
  storePing: SharedPing;
  bus: Bus;
  tree: () => TreeNode;
  outside: Pick<ActorContext<never>, 'ask'>;
  log: Logger;
}

const ASK_MS = 2_000;

export function healthChecks({ config, storePing, bus, tree, outside }: VitalsDeps): HealthChecks {
  const breakerClosed = (path: string): void => {
    if ((find(tree(), path)?.breaker ?? 'closed') !== 'closed')
      throw runtimeError('RUNTIME_BREAKER_OPEN', { name: path, remainingMs: 0 });
  };
  return {
    store: () => storePing.ping(),
    bus: async () => {
      if (!bus.connected) throw busError('PMC_BUS_UNAVAILABLE', { reason: 'it is closed' });
      const { outsiders, packetLimit } = bus;
      if (packetLimit !== null) throw busError('PMC_BUS_PACKETS_LIMITED', { bytes: packetLimit, needed: NEEDED_BYTES });
      if (outsiders?.placesUsedUp === true)
        throw busError('PMC_BUS_PLACES_USED_UP', { connections: outsiders.connections.anonymous });
    },
    source: async () => {
      for (const institution of config.institutions) breakerClosed(sectionCheckerPath(institution));
    },
    browsers: async () => {
      const status = await outside.ask<BrowserPoolMessage, PoolStatus>(
        refTo(config.nodeId, BROWSER_POOL_PATH),
        (replyTo) => ({ type: 'status', replyTo }),
        ASK_MS,
      );
      if (!status.ready || status.overloaded) throw browsersError('PMC_POOL_REFUSED', { waiting: status.queued });
    },
    email: async () => {
      breakerClosed(EMAIL_PATH);
    },
    configuration: async () => {
      // Links in mails that leave this machine must lead somewhere.
      const unreachable = config.publicUrl === null && !isLoopback(config.http.host);
      if (unreachable)
        throw configError('PMC_CONFIG_INVALID', {
          name: 'PUBLIC_URL',
          value: '',
          reason: 'links in mails need it when HOST is not this machine alone',
        });
    },
  };
}

/** How this node is. A scheduler that is being restarted has no cycle to tell of. */
export async function ownReport(deps: VitalsDeps, publishes: boolean): Promise<OwnReport> {
  const { config, clock, tree, outside, log } = deps;
  const cycle = cycleOf(outside.ask, config.nodeId, config.institutions, ASK_MS).catch((error: unknown) => {
    log.debug({ reason: reasonOf(error) }, 'the running cycle is not known');
    return undefined;
  });
  const health = await checkHealth(healthChecks(deps), clock);
  return { publishes, health, tree: tree(), cycle: (await cycle) ?? null };
}

/** What is published of all nodes together. */
export async function vitalsOf(
  { config, clock, store, storePing }: VitalsDeps,
  reports: readonly NodeReport[],
): Promise<Vitals> {
  const storeReachable = await storePing.ping().then(
    () => true,
    () => false,
  );
  const deadLetters = storeReachable ? await store.deadLetters.count() : null;
  const running = reports.flatMap(({ cycle }) =>
    cycle === null || cycle.finishedAt !== undefined ? [] : [(clock.now() - Date.parse(cycle.startedAt)) / 1_000],
  );
  return {
    health: healthOfAll(reports.flatMap(({ health }) => health ?? [])),
    readings: {
      storeReachable,
      deadLetters,
      breakers: reports.flatMap(({ tree }) => (tree === null ? [] : breakersIn(tree))),
      cycleSeconds: Math.max(0, ...running),
      cycleLimitSeconds: config.checking.intervalMs / 1_000,
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

function find(root: TreeNode, path: string): TreeNode | undefined {
  return path
    .split('/')
    .reduce<TreeNode | undefined>((node, id) => node?.children.find((child) => child.id === id), root);
}
