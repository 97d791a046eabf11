/** What this node measures of itself, besides its tree and its health. */
import { statfs } from 'node:fs/promises';
import { places } from '../actors/places.ts';
import type { BrowserPoolMessage } from '../actors/checking/browsers/pool.ts';
import type { PoolStatus } from '../checking/looking/pooled-browser.ts';
import type { SchedulerMessage } from '../actors/checking/scheduler.ts';
import type { SectionCheckerMessage } from '../actors/checking/section-checker.ts';
import type { PaceReport } from '../checking/choosing/pace-report.ts';
import type { BrowsersReading, PaceReading } from '../domain/readings.ts';
import type { Facts } from '../nodes/facts.ts';
import type { Node } from '../nodes/node.ts';
import type { Ref } from '../runtime/index.ts';
import { RecentP95 } from '../telemetry/recent-p95.ts';
import type { LiveSystem } from './health-checks.ts';
import { ifRead } from './if-read.ts';

const ASK_MS = 1_500;

/** An actor that does not answer, for example because it is being restarted, has no facts. */
export function ownFacts(
  { id, config, tools }: Pick<Node, 'id' | 'config' | 'tools'>,
  ask: LiveSystem['outside']['ask'],
): () => Promise<Facts> {
  const { clock, log, metrics } = tools;
  const p95 = new RecentP95(metrics.notificationSeconds, () => clock.monotonic());
  const poolStatus = async (): Promise<BrowsersReading> => {
    const { total, available, busy, queued } = await ask<BrowserPoolMessage, PoolStatus>(
      places.pool.on(id),
      (replyTo) => ({ type: 'status', replyTo }),
      ASK_MS,
    );
    return { total, running: available + busy, free: available, queued };
  };
  const paceOf = async (institution: string): Promise<PaceReading> => {
    const { sections: _sections, ...pace } = await ask<SchedulerMessage, PaceReport>(
      places.scheduler(institution).on(id),
      (replyTo) => ({ type: 'current-pace', sections: [], replyTo }),
      ASK_MS,
    );
    return pace;
  };
  const canaryFailuresOf = async (institution: string): Promise<number> =>
    (
      await ask<SectionCheckerMessage, { failures: number }>(
        places.sectionChecker(institution).on(id),
        (replyTo: Ref<{ failures: number }>) => ({ type: 'canaries', replyTo }),
        ASK_MS,
      )
    ).failures;
  const sourceOf = async (institution: string): Promise<Facts['sources'][number]> => {
    const [pace, canaryFailures] = await Promise.all([
      ifRead(log, `pace of ${institution}`, paceOf(institution)),
      ifRead(log, `canaries of ${institution}`, canaryFailuresOf(institution)),
    ]);
    return { institution, canaryFailures: canaryFailures ?? 0, pace: pace ?? null };
  };
  return async () => {
    const [sources, browsers, diskUsedPercent, p95Seconds] = await Promise.all([
      Promise.all(config.institutions.map(sourceOf)),
      ifRead(log, 'browser pool', poolStatus()),
      ifRead(log, `disk of ${config.dataDir}`, usedPercent(config.dataDir)),
      p95.read(),
    ]);
    return { sources, browsers: browsers ?? null, diskUsedPercent: diskUsedPercent ?? null, p95Seconds };
  };
}

/** As `df` counts: blocks that only root may use are neither used nor free. */
async function usedPercent(folder: string): Promise<number> {
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return used + bavail === 0 ? 0 : (100 * used) / (used + bavail);
}
