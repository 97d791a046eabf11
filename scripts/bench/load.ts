/** How much of the machine other programs use. A benchmark on a busy machine measures them, not us. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { treeCpuMs } from './process-tree.ts';

/** Share of all cores that others may use. */
export const LOAD_MAX = 0.1;
const SAMPLE_MS = 2_000;
const TICK_MS = 10;

/** Measures the share of all cores that other programs use, from now until it is called. 0.5: half of them. */
export function watchOthers(): () => number {
  const start = { at: performance.now(), busyMs: busyMs(), ownMs: treeCpuMs(process.pid) };
  return () => {
    const othersMs = busyMs() - start.busyMs - (treeCpuMs(process.pid) - start.ownMs);
    return Math.max(0, othersMs / ((performance.now() - start.at) * availableParallelism()));
  };
}

/** Measures the share that other programs use while this one rests for two seconds. */
export async function sampleOthers(): Promise<number> {
  const others = watchOthers();
  await setTimeout(SAMPLE_MS);
  return others();
}

/** Time that all cores together were not idle, since the machine started. Other machines on the same host count too. */
function busyMs(): number {
  const [user, nice, system, _idle, _iowait, irq, softirq, steal] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return TICK_MS * (user! + nice! + system! + irq! + softirq! + steal!);
}
