/** How much of the machine other programs use. A benchmark on a busy machine measures them, not us. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { readProcesses, TICK_MS, treeOf } from './process-tree.ts';
import type { ProcessTimes } from './process-tree.ts';

/** Share of all cores that others may use. */
export const LOAD_MAX = 0.1;
const SAMPLE_MS = 2_000;
/** The first process inherits what our browsers leave behind when they end. */
const INIT = 1;

/** Measures the share of all cores that other programs use, from now until it is called. 0.5: half of them. */
export function watchOthers(): () => number {
  const start = { at: performance.now(), stolenMs: stolenMs(), processes: readProcesses() };
  return () => {
    const othersMs = othersBetween(process.pid, start.processes, readProcesses()) + stolenMs() - start.stolenMs;
    return othersMs / ((performance.now() - start.at) * availableParallelism());
  };
}

/** Measures the share that other programs use while this one rests for two seconds. */
export async function sampleOthers(): Promise<number> {
  const others = watchOthers();
  await setTimeout(SAMPLE_MS);
  return others();
}

/** Returns the CPU time that processes outside the tree of `own` have used between two readings. */
export function othersBetween(
  own: number,
  before: ReadonlyMap<number, ProcessTimes>,
  after: ReadonlyMap<number, ProcessTimes>,
): number {
  const ours = new Set([...treeOf(own, before), ...treeOf(own, after)]);
  let cpuMs = 0;
  for (const [pid, times] of after) {
    const earlier = before.get(pid);
    const isInherited = pid === INIT || (earlier === undefined && times.parent === INIT);
    if (!ours.has(pid) && !isInherited) cpuMs += times.cpuMs - (earlier?.cpuMs ?? 0);
  }
  return cpuMs;
}

/** Time that other machines on the same host have taken from this one. */
function stolenMs(): number {
  const steal = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/)[8];
  return TICK_MS * Number(steal);
}
