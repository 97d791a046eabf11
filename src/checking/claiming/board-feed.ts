/**
 * Keeps the chooser's board like the store: it reads all watched sections once, and then what was touched by looks,
 * watches and other processes. Times are monotonic.
 */
import { setImmediate } from 'node:timers/promises';
import type { Chooser } from '../choosing/chooser.ts';
import type { Row } from '../choosing/row.ts';
import { watchedRow } from '../choosing/watched-row.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { Clock } from '../../runtime/index.ts';
import type { SectionStore } from '../../store/sections.ts';
import type { WatchedSection } from '../../store/watched.ts';

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
/** Sections that are put on the board at once. It takes some milliseconds, and other work runs in between. */
const PART = 2_000;

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
    const isLong = watched.sections.length > PART;
    if (isLong) await setImmediate();
    const now = { steady: clock.monotonic(), wall: clock.now() };
    for (const part of partsOf(watched.sections)) {
      const rows = part.map((section) => watchedRow(section, intervalMs, now));
      chooser.put(rows, now.steady);
      onRows(rows);
      if (isLong) await setImmediate();
    }
    this.#nextAt = clock.monotonic() + Math.min(PAUSE_MS, PAUSE_SHARE * intervalMs);
  }

  async #readSizes(): Promise<void> {
    const { institution, sections, chooser } = this.#options;
    for (const { term, subject, sections: known } of await sections.knownPerSubject(institution))
      chooser.setKnown(term, subject, known);
  }
}

/** Each course is in one part, because the chooser weighs all of it for each part. */
function partsOf(sections: readonly WatchedSection[]): WatchedSection[][] {
  if (sections.length <= PART) return [[...sections]];
  const courses = groupBy(sections, ({ section, term, course }) =>
    course === null ? section : `${term} ${course.subject} ${course.catalogNumber}`,
  );
  const parts: WatchedSection[][] = [];
  let part: WatchedSection[] = [];
  for (const ofCourse of courses.values()) {
    part.push(...ofCourse);
    if (part.length < PART) continue;
    parts.push(part);
    part = [];
  }
  return [...parts, part];
}
