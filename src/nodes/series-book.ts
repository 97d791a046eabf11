/**
 * Keeps the series of one node in the store: writes its samples, and puts finished minutes and ten minutes together
 * from them. What the store cannot take now is written later.
 */
import { sampleOfAll } from '../domain/series-points.ts';
import type { Sample } from '../domain/series.ts';
import { RANGES } from '../domain/series.ts';
import type { SeriesRow, SeriesStore } from '../store/series.ts';

interface Level {
  /** Both in seconds. */
  step: number;
  seconds: number;
}

const [SAMPLES, ...COARSER] = [RANGES['1h'], RANGES['24h'], RANGES['7d']] as const satisfies Level[];
/** Rows are kept a little longer than they are shown, so that they can be put together after a short stop. */
const LONGER_S = 600;
/** The samples of an hour. */
const WAITING_MAX = SAMPLES.seconds / SAMPLES.step;

export class SeriesBook {
  readonly #series: Pick<SeriesStore, 'write' | 'rows'>;
  readonly #node: string;
  /** Not written yet, oldest first. */
  #waiting: SeriesRow[] = [];
  /** Up to when the rows of each coarser step are written, in epoch seconds. */
  readonly #writtenTo = new Map<number, number>();

  constructor(series: Pick<SeriesStore, 'write' | 'rows'>, node: string) {
    this.#series = series;
    this.#node = node;
  }

  /** `nowMs`: epoch. Rejects when the store fails; the sample is kept for the next call then. */
  async add(sample: Sample, nowMs: number): Promise<void> {
    const at = startOf(nowMs / 1_000, SAMPLES.step);
    this.#waiting = [...this.#waiting, { at, sample }].slice(-WAITING_MAX);
    await this.#write(SAMPLES, this.#waiting, at);
    this.#waiting = [];
    let finer: Level = SAMPLES;
    for (const level of COARSER) {
      await this.#putTogether(finer, level, at);
      finer = level;
    }
  }

  async #putTogether(finer: Level, level: Level, now: number): Promise<void> {
    const { step } = level;
    const to = startOf(now, step);
    // At the start, what an earlier process left. If the clock was set back, time passes again.
    const from = Math.min(this.#writtenTo.get(step) ?? startOf(now - finer.seconds, step) + step, to);
    if (from < to) {
      const rows = new Map<number, Sample[]>();
      for (const { at, sample } of await this.#series.rows(finer.step, this.#node, from, to)) {
        const start = startOf(at, step);
        rows.set(start, [...(rows.get(start) ?? []), sample]);
      }
      const whole = [...rows].map(([at, samples]) => ({ at, sample: sampleOfAll(samples) }));
      await this.#write(level, whole, now);
    }
    this.#writtenTo.set(step, to);
  }

  #write({ step, seconds }: Level, rows: readonly SeriesRow[], now: number): Promise<void> {
    return this.#series.write(step, this.#node, rows, now - seconds - LONGER_S);
  }
}

function startOf(at: number, step: number): number {
  return Math.floor(at / step) * step;
}
