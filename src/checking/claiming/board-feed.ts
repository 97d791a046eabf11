/**
 * Keeps the chooser's board like the store: it reads all watched sections once, and then what was touched by looks,
 * watches and other processes. Times are monotonic.
 */
import type { Chooser } from '../choosing/chooser.ts';
import type { Row } from '../choosing/row.ts';
import { watchedRow } from '../choosing/watched-row.ts';
import type { Clock } from '../../runtime/index.ts';
import type { SectionStore } from '../../store/sections.ts';
import type { Watched } from '../../store/watched.ts';

export interface BoardFeedOptions {
  institution: string;
  sections: Pick<SectionStore, 'watched' | 'knownPerSubject'>;
  chooser: Chooser;
  intervalMs: number;
  clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Is told what was read. */
  onRows: (rows: readonly Row[]) => void;
}

/** The store is read at most this often, more often for a short interval. */
const PAUSE_MS = 1_000;
const PAUSE_SHARE = 0.05;
/** Everything is read again now and then, because a store may leave a touch out when its clock is set back. */
const WHOLE_EVERY_MS = 600_000;

export class BoardFeed {
  readonly #options: BoardFeedOptions;
  #mark: string | null = null;
  #nextAt = -Infinity;
  #wholeAt = -Infinity;

  constructor(options: BoardFeedOptions) {
    this.#options = options;
  }

  /** The next `refresh` reads the store even if it did so a moment ago. */
  hurry(): void {
    this.#nextAt = -Infinity;
  }

  /** Brings the board up to date, unless that was done a moment ago. Rejects if the store cannot be read. */
  async refresh(): Promise<void> {
    const { institution, sections, chooser, intervalMs, clock, onRows } = this.#options;
    const startedAt = clock.monotonic();
    if (startedAt < this.#nextAt) return;
    const isWhole = startedAt >= this.#wholeAt;
    if (isWhole) await this.#readSizes();
    const watched = await sections.watched(institution, isWhole ? null : this.#mark);
    this.#mark = watched.mark;
    if (isWhole) {
      this.#wholeAt = startedAt + WHOLE_EVERY_MS;
      chooser.keep(new Set(watched.sections.map(({ section }) => section)), clock.monotonic());
    }
    const rows = this.#rowsOf(watched);
    chooser.put(rows, clock.monotonic());
    this.#nextAt = clock.monotonic() + Math.min(PAUSE_MS, PAUSE_SHARE * intervalMs);
    onRows(rows);
  }

  #rowsOf({ sections }: Watched): Row[] {
    const { intervalMs, clock } = this.#options;
    const now = { steady: clock.monotonic(), wall: clock.now() };
    return sections.map((section) => watchedRow(section, intervalMs, now));
  }

  async #readSizes(): Promise<void> {
    const { institution, sections, chooser } = this.#options;
    for (const { term, subject, sections: known } of await sections.knownPerSubject(institution))
      chooser.setKnown(term, subject, known);
  }
}
