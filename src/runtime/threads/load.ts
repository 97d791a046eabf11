/** Measures how busy the thread is in which it runs, from one reading to the next. */
import { performance } from 'node:perf_hooks';

export interface ThreadLoad {
  /** Share of the time in which the event loop was busy, 0 to 1. */
  busy: number;
  /** CPU time per second, in cores. Absent on versions of Node that do not tell it for one thread. */
  cpu?: number;
  /** Memory of its JavaScript objects. Processes that it has started are not in it. */
  heapMb: number;
}

/** Readings that follow sooner repeat the last one: a share of a moment says nothing. */
const AT_LEAST_MS = 900;
const MEGABYTE = 1_048_576;

export class LoadMeter {
  #readAt = performance.now();
  #loop = performance.eventLoopUtilization();
  #cpuMs = threadCpuMs();
  #last: ThreadLoad | undefined;

  read(): ThreadLoad {
    const now = performance.now();
    const elapsedMs = now - this.#readAt;
    if (this.#last !== undefined && elapsedMs < AT_LEAST_MS) return this.#last;
    const loop = performance.eventLoopUtilization();
    const cpuMs = threadCpuMs();
    const before = this.#cpuMs;
    this.#last = {
      busy: round(performance.eventLoopUtilization(loop, this.#loop).utilization),
      ...(cpuMs !== undefined && before !== undefined && { cpu: round((cpuMs - before) / Math.max(1, elapsedMs)) }),
      heapMb: Math.round(process.memoryUsage().heapUsed / MEGABYTE),
    };
    [this.#readAt, this.#loop, this.#cpuMs] = [now, loop, cpuMs];
    return this.#last;
  }
}

/** Node tells the CPU time of one thread since version 23.9. */
function threadCpuMs(): number | undefined {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } };
  if (threadCpuUsage === undefined) return undefined;
  const { user, system } = threadCpuUsage.call(process);
  return (user + system) / 1_000;
}

/** In hundredths: an idle thread stays at zero. */
const round = (share: number): number => Math.round(share * 100) / 100;
