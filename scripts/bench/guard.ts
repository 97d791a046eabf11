/**
 * The regression guard: ratios that hold on any machine, against those in baseline.json. It fails when one of them has
 * become more than a quarter worse.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Benchmark, Figures } from './benchmark.ts';
import { asJson } from './results.ts';

const BASELINE = 'scripts/bench/baseline.json';
/** A ratio may be this many times its baseline. */
export const WORSE_MAX = 1.25;
/** Noise makes a ratio worse, never better. So one that is too high is measured again, and the lowest counts. */
const TRIES = 3;

export interface Verdict {
  /** `check: CPU of a look`. */
  ratio: string;
  /** Undefined: the baseline does not have it. */
  before: number | undefined;
  /** Undefined: it is no longer measured. */
  now: number | undefined;
  passed: boolean;
}

/** Measures all ratios, those that are too high up to three times, and judges them. */
export async function guard(benchmarks: Readonly<Record<string, Benchmark>>, baseline: Figures): Promise<Verdict[]> {
  const lowest = new Map<string, number>();
  for (const [name, benchmark] of Object.entries(benchmarks)) {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const measured = await ratiosOf(name, benchmark);
      for (const [ratio, value] of Object.entries(measured))
        lowest.set(ratio, Math.min(value, lowest.get(ratio) ?? Infinity));
      if (Object.keys(measured).every((ratio) => !isTooHigh(baseline[ratio], lowest.get(ratio)!))) break;
    }
  }
  return [...new Set([...Object.keys(baseline), ...lowest.keys()])].map((ratio) => {
    const [before, now] = [baseline[ratio], lowest.get(ratio)];
    const passed = before !== undefined && now !== undefined && !isTooHigh(before, now);
    return { ratio, before, now, passed };
  });
}

export function readBaseline(): Figures {
  return JSON.parse(readFileSync(BASELINE, 'utf8')) as Figures;
}

/** Makes the ratios of these verdicts the baseline. */
export async function acceptAsBaseline(verdicts: readonly Verdict[]): Promise<void> {
  const ratios = verdicts.flatMap(({ ratio, now }) => (now === undefined ? [] : [[ratio, Number(now.toPrecision(3))]]));
  writeFileSync(BASELINE, await asJson(Object.fromEntries(ratios)));
}

function isTooHigh(before: number | undefined, now: number): boolean {
  return before !== undefined && now > before * WORSE_MAX;
}

async function ratiosOf(name: string, { quick }: Benchmark): Promise<Figures> {
  const ratios = Object.entries((await quick?.()) ?? {});
  return Object.fromEntries(ratios.map(([ratio, value]) => [`${name}: ${ratio}`, value]));
}
