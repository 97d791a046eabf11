/** How much slower than at its best this machine is at the moment, for bounds of time that a busy one must keep too. */
import type { Test } from 'tap';

/** With samples of 15 ms, measuring takes 1.5 % of a core. */
const SAMPLE_EVERY_MS = 1_000;
const FIRST_SAMPLES = 8;

/**
 * Measures until the test ends. Returns a function that returns 1 on a quiet machine, and 3 if the same work took up to
 * three times as long since `at` (milliseconds of `performance.now`).
 */
export function measureSlowness(t: Test): (at: number) => number {
  let best = Infinity;
  const samples: { at: number; tookMs: number }[] = [];
  const sample = (): void => {
    const at = performance.now();
    work();
    const tookMs = performance.now() - at;
    best = Math.min(best, tookMs);
    samples.push({ at, tookMs });
  };
  // The first ones are slow, because the code is not compiled yet.
  for (let times = 0; times < FIRST_SAMPLES; times += 1) sample();
  const timer = setInterval(sample, SAMPLE_EVERY_MS);
  t.teardown(() => clearInterval(timer));
  return (at) => {
    sample();
    return Math.max(...samples.filter((each) => each.at >= at).map(({ tookMs }) => tookMs)) / best;
  };
}

/** About fifteen milliseconds, longer than the turn that a busy machine gives a process. */
function work(): number {
  let sum = 0;
  for (let step = 0; step < 12_000_000; step += 1) sum = Math.imul(sum ^ step, 0x9e3779b1) ^ (sum >>> 15);
  return sum;
}
