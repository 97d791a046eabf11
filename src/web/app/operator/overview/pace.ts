/** The rate of the current cycle, looked at every second. Pure. */
import type { Cycle } from '../../../contract/nodes.ts';

export interface Sample {
  atMs: number;
  startedAt: string;
  done: number;
  requests: number;
}
export interface Pace {
  samples: readonly Sample[];
  points: readonly { atMs: number; sections: number; requests: number }[];
}

export const noPace: Pace = { samples: [], points: [] };

const KEPT = 300;
/** Rates are averaged over this many samples. Otherwise a slightly late look would show as a spike. */
const SPAN = 5;

/** Adds what is known at `atMs`. Rates are per second; a new cycle starts counting from zero. */
export function addPace({ samples, points }: Pace, cycle: Cycle, atMs: number): Pace {
  const sample: Sample = {
    atMs,
    startedAt: cycle.startedAt,
    done: cycle.done + cycle.failed,
    requests: cycle.requests,
  };
  const recent = [...samples, sample].slice(-SPAN);
  const [first] = recent.filter(({ startedAt }) => startedAt === sample.startedAt);
  const seconds = (atMs - (first?.atMs ?? atMs)) / 1000;
  const rate = (count: (sample: Sample) => number): number =>
    first === undefined || seconds <= 0 ? 0 : (count(sample) - count(first)) / seconds;
  return {
    samples: recent,
    points: [...points, { atMs, sections: rate(({ done }) => done), requests: rate(({ requests }) => requests) }].slice(
      -KEPT,
    ),
  };
}
