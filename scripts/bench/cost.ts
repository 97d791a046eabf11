/** Time and CPU time of a piece of work in this process, all threads together. */
import { performance } from 'node:perf_hooks';
import type { Figures } from './benchmark.ts';

/** Does `count` times `thing` once. Returns `<thing>s/s` and `CPU µs/<thing>`. */
export async function costOf(thing: string, count: number, work: () => Promise<unknown>): Promise<Figures> {
  const { ms, cpuMs } = await timeOf(work);
  return { [`${thing}s/s`]: (1_000 * count) / ms, [`CPU µs/${thing}`]: (1_000 * cpuMs) / count };
}

/** Milliseconds that `work` took, and those on a core. */
export async function timeOf(work: () => Promise<unknown>): Promise<{ ms: number; cpuMs: number }> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1_000 };
}
