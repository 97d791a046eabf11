/** Shows on stderr how far long work has come: a bar on a terminal, elsewhere a line each second. */
import { systemClock } from '../runtime/index.ts';

/** Milliseconds between two lines, and between two states of the bar. */
const LINE_MS = 1_000;
const BAR_MS = 100;
const BAR_COLUMNS = 30;

export class Progress {
  #shownAt = systemClock.monotonic();

  show(what: string, count: number, total: number): void {
    const isDone = count >= total;
    const pauseMs = process.stderr.isTTY ? BAR_MS : LINE_MS;
    if (total === 0 || (!isDone && systemClock.monotonic() - this.#shownAt < pauseMs)) return;
    this.#shownAt = systemClock.monotonic();
    const text = `${what} ${count} of ${total}`;
    if (!process.stderr.isTTY) {
      process.stderr.write(`${text}\n`);
      return;
    }
    const filled = Math.round((BAR_COLUMNS * Math.min(count, total)) / total);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_COLUMNS - filled)}`;
    // Replaces the line of before.
    process.stderr.write(`\r\u{1b}[K${bar} ${text}${isDone ? '\n' : ''}`);
  }
}
