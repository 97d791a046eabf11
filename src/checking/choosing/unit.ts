/**
 * The smallest thing to ask for: a course with its watched sections, or a section that is asked for by its number.
 * What follows from its sections is computed when they change, not when a request is chosen. Times are milliseconds of
 * one steady clock.
 */
import { LOOKS_UNTIL_UNKNOWN } from '../../domain/cadence.ts';
import { appealOf } from './appeal.ts';
import { CALM_INTERVALS, NEW_WATCH, RETRY_MS } from './constants.ts';
import { Hold } from './hold.ts';
import type { Ask, Row } from './row.ts';
import { askKey } from './row.ts';

export class Unit {
  readonly ask: Ask;
  readonly key: string;
  readonly rows = new Map<string, Row & { putAt: number }>();
  /** When the section that was not seen for longest was seen, or its look failed. */
  lookedAt: number;
  underWay = false;
  /** A look at it has ended. */
  wasAsked = false;
  /** An operator wants it now: since the demand, no look at it has begun here or in another process. */
  isDemanded = false;
  appeal = 0;
  /** Failed looks in a row. */
  failures = 0;
  /** No look has shown it, and none has failed yet. */
  isAwaited = false;
  /** A look failed or lacked the section, and the next look must confirm it or not. */
  isDoubtful = false;
  /** After a look that failed or lacked the section: no look before this time. */
  retryAt = -Infinity;
  /** The store wants a look now, for example because a watch began. */
  isDue = false;
  /** First sight: since then, never-seen numbers are probably in this course, so it is asked for once. */
  exploredAt = -Infinity;
  /** The promise of freshness, in intervals. */
  promise = 1;
  /** The lowest watched class number decides the turn of a course under `stagger`. */
  lowestNumber = Infinity;
  /** From when it may be asked for by itself, by the order in use. */
  readyAt = 0;
  readonly hold = new Hold();
  readonly #createdAt: number;
  /** When a look of this process ended. */
  #lookedAt = -Infinity;
  /** New watches since the last look. */
  #newWatches = 0;

  constructor(ask: Ask, createdAt: number) {
    this.ask = ask;
    this.key = askKey(ask);
    this.#createdAt = createdAt;
    this.lookedAt = createdAt;
  }

  get isExplored(): boolean {
    return this.lookedAt <= this.exploredAt;
  }

  /** Must be weighed afterwards. */
  put(row: Row, nowMs: number): void {
    const before = this.rows.get(row.section);
    this.#newWatches += Math.max(0, row.watches - (before?.watches ?? (row.seen === null ? 0 : row.watches)));
    // A due time in the future is only an estimate, except for a retry.
    const dueAt = isUnsettled(row) || row.dueAt <= nowMs ? row.dueAt : Infinity;
    this.rows.set(row.section, { ...row, dueAt, putAt: nowMs });
  }

  remove(section: string, nowMs: number): void {
    this.rows.delete(section);
    this.weigh(nowMs);
  }

  /**
   * A look that began at `begunAtMs` has ended. What it showed follows with `put`. What became due since it began stays
   * due.
   */
  looked(atMs: number, begunAtMs: number): void {
    this.#lookedAt = Math.max(this.#lookedAt, atMs);
    this.wasAsked = true;
    this.isDemanded = false;
    this.exploredAt = -Infinity;
    this.#newWatches = 0;
    for (const row of this.rows.values()) {
      if (isUnsettled(row)) row.dueAt = atMs + RETRY_MS;
      else if (row.putAt <= begunAtMs) row.dueAt = Infinity;
    }
    this.weigh(atMs);
  }

  /** Computes what follows from the rows. */
  weigh(nowMs: number): void {
    this.appeal = NEW_WATCH * this.#newWatches;
    this.failures = 0;
    this.isAwaited = true;
    this.isDoubtful = false;
    this.retryAt = Infinity;
    this.isDue = false;
    this.promise = CALM_INTERVALS;
    this.lowestNumber = Infinity;
    for (const row of this.rows.values()) this.#add(row, nowMs);
    if (this.retryAt === Infinity) this.retryAt = -Infinity;
    // A demand made it due in the store, where a look that began later ends that, whoever looked.
    if (!this.isDue) this.isDemanded = false;
    this.#findLookedAt();
  }

  #findLookedAt(): void {
    let oldest = Infinity;
    for (const { seen, failures } of this.rows.values())
      if (seen !== null && failures === 0) oldest = Math.min(oldest, seen.lookedAt);
    this.lookedAt = Math.max(this.#lookedAt, oldest === Infinity ? this.#createdAt : oldest);
  }

  #add(row: Row, nowMs: number): void {
    const { seen, failures } = row;
    this.appeal += appealOf(row, nowMs);
    this.failures = Math.max(this.failures, failures);
    if (seen !== null || failures > 0) this.isAwaited = false;
    if (isInDoubt(row) || (failures > 0 && failures < LOOKS_UNTIL_UNKNOWN)) this.isDoubtful = true;
    if (isUnsettled(row)) this.retryAt = Math.min(this.retryAt, row.dueAt);
    else if (row.dueAt < Infinity) this.isDue = true;
    if (seen === null || (seen.status !== 'open' && seen.status !== 'cancelled')) this.promise = 1;
    this.lowestNumber = Math.min(this.lowestNumber, Number(row.classNumber));
  }
}

/** The next look has a time that the store sets. */
function isUnsettled(row: Row): boolean {
  return row.seen === null || row.failures > 0 || isInDoubt(row);
}

function isInDoubt({ missing, seen }: Row): boolean {
  return missing && seen !== null && seen.status !== 'cancelled';
}
