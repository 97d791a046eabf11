/** How fast sections are looked at, across cycles that follow each other, looked at every second. Pure. */
import type { Cycle } from '../../../contract/nodes.ts';

export interface Sample {
  atMs: number;
  /** As the cycle counts. */
  startedAt: string;
  done: number;
  requests: number;
  /** Of all cycles since the first sample. */
  allDone: number;
  allRequests: number;
}
export interface Pace {
  samples: readonly Sample[];
  points: readonly { atMs: number; sections: number; requests: number }[];
}

export const noPace: Pace = { samples: [], points: [] };

const KEPT = 300;
/** Rates are averaged over this many samples. Otherwise a slightly late look would show as a spike. */
const SPAN = 5;

/** Adds what is known at `atMs`. Rates are per second. A new cycle counts from zero, and the rates go on. */
export function addPace({ samples, points }: Pace, cycle: Cycle, atMs: number): Pace {
  const { startedAt, requests } = cycle;
  const done = cycle.done + cycle.failed;
  const last = samples.at(-1) ?? { startedAt, done, requests, allDone: 0, allRequests: 0 };
  const isSame = last.startedAt === startedAt;
  const sample: Sample = {
    atMs,
    startedAt,
    done,
    requests,
    allDone: last.allDone + done - (isSame ? last.done : 0),
    allRequests: last.allRequests + requests - (isSame ? last.requests : 0),
  };
  const recent = [...samples, sample].slice(-SPAN);
  const first = recent[0]!;
  const seconds = (atMs - first.atMs) / 1000;
  const rate = (count: (sample: Sample) => number): number =>
    seconds <= 0 ? 0 : (count(sample) - count(first)) / seconds;
  const sections = rate(({ allDone }) => allDone);
  const point = { atMs, sections, requests: rate(({ allRequests }) => allRequests) };
  return { samples: recent, points: [...points, point].slice(-KEPT) };
}
