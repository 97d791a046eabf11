/** Shows how far long work has come: a bar on a terminal, elsewhere a line each second. */
import type { Clock } from '../runtime/index.ts';
import { systemClock } from '../runtime/index.ts';

/** Milliseconds between two lines, and between two states of the bar. */
const LINE_MS = 1_000;
const BAR_MS = 100;
const BAR_COLUMNS = 30;

export class Progress {
  readonly #out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
  readonly #clock: Pick<Clock, 'monotonic'>;
  #shownAt: number;

  constructor(out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>, clock: Pick<Clock, 'monotonic'> = systemClock) {
    this.#out = out;
    this.#clock = clock;
    this.#shownAt = clock.monotonic();
  }

  /** Shows `count` of `total` of something, unless that was done a moment ago. */
  show(what: string, count: number, total: number): void {
    const isDone = count >= total;
    const pauseMs = this.#out.isTTY ? BAR_MS : LINE_MS;
    if (total === 0 || (!isDone && this.#clock.monotonic() - this.#shownAt < pauseMs)) return;
    this.#shownAt = this.#clock.monotonic();
    const text = `${what} ${count} of ${total}`;
    if (!this.#out.isTTY) {
      this.#out.write(`${text}\n`);
      return;
    }
    const filled = Math.round((BAR_COLUMNS * Math.min(count, total)) / total);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_COLUMNS - filled)}`;
    // Replaces the line of before.
    this.#out.write(`\r\u{1b}[K${bar} ${text}${isDone ? '\n' : ''}`);
  }
}
