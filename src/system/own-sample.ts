/**
 * Takes the sample of this node: what it measures of itself, and of the whole if it has the duty of publishing. What
 * no other metric has is shown at /metrics.
 */
import { processTreeMb } from '../browsers/process-memory.ts';
import type { Figures, Sample } from '../domain/series.ts';
import type { Facts } from '../nodes/facts.ts';
import type { Node } from '../nodes/node.ts';
import { ReadingsGauges } from '../nodes/readings-gauges.ts';
import { SampleGauges } from '../nodes/sample-gauges.ts';
import type { Clock, Logger, TreeNode } from '../runtime/index.ts';
import { EventFigures } from '../telemetry/event-figures.ts';
import { ifRead } from './if-read.ts';
import type { Monitoring } from './monitoring.ts';

export interface SampledNode {
  readonly store: { readonly changes: Pick<Node['store']['changes'], 'countToFanOut'> };
  readonly members: Pick<Node['members'], 'publishes'>;
  readonly tools: Pick<Node['tools'], 'clock' | 'log' | 'metrics'>;
}

const MEGABYTE = 1_048_576;
/** Reading the memory of all processes takes about 50 ms of CPU time, so it is not read for each sample. */
const WEIGH_MS = 60_000;

/** What cannot be read is left out of the sample. */
export function ownSample(
  { store, members, tools: { clock, log, metrics } }: SampledNode,
  { tree, facts, vitals }: Pick<Monitoring, 'tree' | 'facts' | 'vitals'>,
): () => Promise<Sample> {
  const events = new EventFigures(metrics);
  const browsersMemory = browserBytes(clock, log);
  const gauges = { whole: new ReadingsGauges(metrics.registry), own: new SampleGauges(metrics.registry) };
  /** Counts of the store, by the one node that watches over it. */
  const stored = async (): Promise<{ students: Figures; queues: Figures }> => {
    if (!members.publishes) {
      gauges.whole.show(null);
      return { students: {}, queues: {} };
    }
    const [{ readings }, toFanOut] = await Promise.all([
      vitals(),
      ifRead(log, 'changes to fan out', store.changes.countToFanOut()),
    ]);
    gauges.whole.show(readings);
    const { students, deadLetters, pending } = readings.stored ?? {};
    return {
      students: known({ students }),
      queues: known({ 'dead-letters': deadLetters, notifications: pending, 'fan-out': toFanOut }),
    };
  };
  return async () => {
    const [own, { students, queues }, counted, browsers] = await Promise.all([
      facts(),
      stored(),
      events.take(),
      browsersMemory(),
    ]);
    const root = tree();
    const paced = paceFigures(own);
    const delays = metrics.loopDelay.sample();
    const { rss, heapUsed: heap, external } = process.memoryUsage();
    const sample: Sample = {
      ...counted.others,
      sections: { ...paced.sections, ...students },
      requests: { ...counted.requests, ...paced.requests },
      queues: { ...paced.queues, ...queues, mailboxes: sumOver(root, ({ mailbox }) => mailbox) },
      ...(own.browsers !== null && { browsers: poolFigures(own.browsers) }),
      ...(delays !== null && { 'event-loop': { ...delays } }),
      memory: known({ rss, heap, external, threads: threadBytes(root), browsers }),
    };
    gauges.own.show(sample);
    return sample;
  };
}

function paceFigures({ sources }: Facts): Record<'sections' | 'requests' | 'queues', Figures> {
  const paces = sources.flatMap(({ pace }) => pace ?? []);
  if (paces.length === 0) return { sections: {}, requests: {}, queues: {} };
  const sum = (of: (pace: (typeof paces)[number]) => number): number =>
    paces.reduce((total, pace) => total + of(pace), 0);
  return {
    sections: { sections: sum(({ watched }) => watched), unknown: sum(({ unknown }) => unknown) },
    requests: { asked: sum((pace) => pace.askedPerMinute), allowed: sum((pace) => pace.allowedPerMinute) },
    queues: { overdue: sum(({ overdue }) => overdue) },
  };
}

function poolFigures({ total, running, free, queued }: NonNullable<Facts['browsers']>): Figures {
  return { free, busy: running - free, waiting: queued, failed: total - running };
}

function threadBytes(root: TreeNode): number {
  return sumOver(root, (node) => (node === root ? 0 : (node.load?.heapMb ?? 0))) * MEGABYTE;
}

function sumOver(node: TreeNode, of: (node: TreeNode) => number): number {
  return node.children.reduce((sum, child) => sum + sumOver(child, of), of(node));
}

function browserBytes(clock: Pick<Clock, 'monotonic'>, log: Logger): () => Promise<number | undefined> {
  let [weighed, at] = [undefined as number | undefined, -Infinity];
  return async () => {
    if (clock.monotonic() - at < WEIGH_MS) return weighed;
    at = clock.monotonic();
    const megabytes = await ifRead(log, 'memory of the browsers', processTreeMb(process.pid, 'descendants'));
    weighed = megabytes === undefined ? undefined : Math.round(megabytes * MEGABYTE);
    return weighed;
  };
}

function known(figures: Record<string, number | undefined>): Figures {
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
