/**
 * The chooser of one institution: which request to send next. It needs no store and no actors: tell it the watched
 * sections and the looks, and ask it for the best requests. Times are milliseconds of one steady clock.
 *
 * For each request: `best`, then `begun` for the ones that are sent, then `looked` (answered or failed) or `refused`,
 * then `put` with what the answer showed.
 */
import type { Schedule } from '../../domain/cadence.ts';
import type { Source } from './board.ts';
import { Board } from './board.ts';
import type { Choice, Situation } from './choose.ts';
import { choose, mix } from './choose.ts';
import { confirmed } from './confirm.ts';
import { COURSE_PRIOR, HELD_MS, HELD_SHARE, LEFT_MS, STALE_SWEEPS, SUBJECT_PRIOR } from './constants.ts';
import { FirstSight } from './first-sight.ts';
import type { Group } from './group.ts';
import type { Order } from './order.ts';
import { leastGapMs, orderOf } from './order.ts';
import type { PaceReport } from './pace-report.ts';
import type { Pace } from './pace.ts';
import { Price } from './pace.ts';
import type { Counted } from './report.ts';
import { Rendezvous } from './rendezvous.ts';
import { aroundOf, countBoard, reportOf } from './report.ts';
import type { Ask, Row } from './row.ts';
import { askKey, isNews } from './row.ts';
import type { Unit } from './unit.ts';

export interface ChooserOptions {
  schedule: Schedule;
  intervalMs: number;
  /** Requests per minute to the source. */
  perMinute: number;
  /** A course goes first when no look was at it for so long, or for `STALE_SWEEPS` sweeps. */
  stalenessMs: number;
  source: Source;
  /** The wall clock's time at zero of the steady clock. It decides the turns of `stagger`. */
  epochMs: number;
}

/** The board is counted at most once in this time, because that reads all of it. */
const COUNTED_MS = 1_000;

export class Chooser {
  readonly #options: ChooserOptions;
  readonly #order: Order;
  /** The same course is not asked for again within this time. */
  readonly #gapMs: number;
  readonly #board: Board;
  readonly #firstSight: FirstSight;
  readonly #price: Price;
  readonly #rendezvous = new Rendezvous();
  /** Requests of one sweep. */
  #sweep = 0;
  #urgentInARow = 0;
  /** When it chose last. */
  #choseAt = 0;
  /** By request: when it was chosen. */
  readonly #begunAt = new Map<string, number>();
  #counted: Counted = { requests: 0, watched: 0, unknown: 0, overdue: 0 };
  #countedAt = -Infinity;

  constructor(options: ChooserOptions) {
    this.#options = options;
    const { schedule, intervalMs, epochMs, source } = options;
    this.#order = orderOf(schedule, intervalMs, epochMs);
    this.#gapMs = leastGapMs(intervalMs);
    this.#board = new Board(source, this.#order, this.#gapMs);
    this.#firstSight = new FirstSight(source.subjectRows === null ? COURSE_PRIOR : SUBJECT_PRIOR);
    this.#price = new Price(intervalMs);
  }

  /** A course goes first when no look was at it for so long. */
  get staleMs(): number {
    const { stalenessMs, perMinute } = this.#options;
    return Math.max(stalenessMs, (STALE_SWEEPS * this.#sweep * 60_000) / perMinute);
  }

  /** Adds watched sections or brings them up to date. `watches` 0 removes one. */
  put(rows: readonly Row[], nowMs: number): void {
    const units = new Set<Unit>();
    for (const row of rows) {
      if (row.watches === 0) {
        this.#remove(row.section, nowMs);
        continue;
      }
      const wasAsked = this.#board.wasAskedByNumber(row.section);
      const unit = this.#board.put(row, nowMs);
      units.add(unit);
      if (row.seen === null) this.#firstSight.unseen(row.term, row.section);
      else this.#firstSight.gone(row.section);
      if (!wasAsked || !('course' in unit.ask)) continue;
      this.#board.weigh(unit, nowMs);
      this.#explore(unit, unit.ask.term, nowMs);
    }
    for (const unit of units) this.#board.weigh(unit, nowMs);
  }

  /** The keys of all watched sections. */
  get sections(): Iterable<string> {
    return this.#board.sections;
  }

  /** The keys of the watched sections that a look may be sent for now. */
  due(nowMs: number): Iterable<string> {
    return this.#board.due(nowMs);
  }

  /** Removes all sections but these. */
  keep(sections: ReadonlySet<string>, nowMs: number): void {
    for (const section of this.#board.sections) if (!sections.has(section)) this.#remove(section, nowMs);
  }

  /** Returns what the estimate of the next look depends on, for what the request shows. null: for a search. */
  paceOf(ask: Ask | null): Pace {
    const { schedule, intervalMs } = this.#options;
    const around = aroundOf(this.#board, ask);
    return { schedule, intervalMs, price: this.#price.ms2, ...around, staleMs: this.staleMs };
  }

  /** Returns what the pace comes to, and the pace of these sections. */
  report(sections: readonly string[], nowMs: number): PaceReport {
    const { schedule, intervalMs, perMinute } = this.#options;
    const pacing = { board: this.#board, schedule, intervalMs, perMinute, nowMs };
    if (nowMs - this.#countedAt >= COUNTED_MS) {
      this.#counted = countBoard(pacing);
      this.#countedAt = nowMs;
    }
    return reportOf({ ...pacing, counted: this.#counted, paceOf: (ask) => this.paceOf(ask) }, sections);
  }

  /** Sets how many sections of a subject the store knows: this decides how many requests its answer takes. */
  setKnown(term: string, subject: string, sections: number): void {
    this.#board.setKnown(term, subject, sections);
  }

  /** Asks soon for every section that the store has made due, also for those that were just looked at. */
  demandDue(): void {
    for (const unit of this.#board.units) {
      unit.isDemanded = unit.isDue;
      this.#board.changed(unit);
    }
  }

  /** Sets the nodes that ask for these sections, this one first. */
  shareAmong(nodes: readonly string[]): void {
    this.#rendezvous.among(nodes);
  }

  /**
   * Returns the requests to send now, at most `most`, the best first, and when to ask again if nothing else happens.
   */
  best(nowMs: number, most: number): { choices: Choice[]; nextAt: number } {
    const chosen = choose(this.#board, this.#situation(nowMs), most);
    this.#sweep = chosen.sweep;
    this.#choseAt = nowMs;
    return { choices: mix(this.#board, chosen, most, this.#urgentInARow), nextAt: chosen.nextAt };
  }

  /**
   * A claim for the request has leased these watched sections, and shown their rows as they are. Returns whether it is
   * still to be sent.
   */
  confirm(ask: Ask, rows: readonly Row[], nowMs: number): boolean {
    // What the board knows stays: its times do not depend on a wall clock that was set since.
    const news = rows.filter((row) => isNews(row, this.#board.rowOf(row.section), nowMs));
    this.put(news, nowMs);
    this.#choseAt = nowMs;
    const result = confirmed(this.#board, this.#situation(nowMs), { ask, rows, news }, this.#gapMs);
    if (result === 'held') this.heldElsewhere(ask, nowMs);
    return result === 'send';
  }

  /** The request is sent. */
  begun({ ask, why, worth }: Choice): void {
    this.#urgentInARow = why === 'order' ? 0 : this.#urgentInARow + 1;
    if (why === 'order') this.#price.sent(worth);
    this.#begunAt.set(askKey(ask), this.#choseAt);
    this.#mark(ask, true);
  }

  /** The request was answered, or its look failed. The answer took this many requests. */
  looked(ask: Ask, atMs: number, requests = 1): void {
    this.#mark(ask, false);
    const begunAt = this.#begunAt.get(askKey(ask)) ?? atMs;
    this.#begunAt.delete(askKey(ask));
    for (const unit of this.#board.covered(ask)) {
      unit.looked(atMs, begunAt);
      this.#board.changed(unit);
    }
    if ('section' in ask) return;
    this.#firstSight.asked(ask.term, askKey(ask));
    this.#groupOf(ask)?.looked(requests);
  }

  /** Another process has all that the request shows. It is asked for again soon, later each time. */
  heldElsewhere(ask: Ask, nowMs: number): void {
    const longest = this.#atMost(HELD_MS);
    const group = this.#groupOf(ask);
    const held = group === undefined ? this.#board.covered(ask) : [group];
    for (const { hold, lookedAt } of held) hold.lost(lookedAt, nowMs, longest);
  }

  /** Another process is gone: what it had is free. */
  endHolds(): void {
    for (const { hold } of [...this.#board.units, ...this.#board.groups]) hold.end();
  }

  /** The request was not made after all. */
  refused(ask: Ask): void {
    this.#begunAt.delete(askKey(ask));
    this.#mark(ask, false);
  }

  #situation(nowMs: number): Situation {
    const isFirst = (ask: Ask): boolean => this.#rendezvous.isFirst(ask);
    return { order: this.#order, nowMs, staleMs: this.staleMs, isFirst, leftMs: this.#atMost(LEFT_MS) };
  }

  /** A pause, shorter for a short interval. */
  #atMost(pauseMs: number): number {
    return Math.min(pauseMs, HELD_SHARE * this.#options.intervalMs);
  }

  #remove(section: string, nowMs: number): void {
    this.#board.remove(section, nowMs);
    this.#firstSight.gone(section);
  }

  #mark(ask: Ask, underWay: boolean): void {
    const group = this.#groupOf(ask);
    if (group !== undefined) group.underWay = underWay;
    if ('subject' in ask) return;
    for (const unit of this.#board.covered(ask)) {
      unit.underWay = underWay;
      this.#board.changed(unit);
    }
  }

  #groupOf(ask: Ask): Group | undefined {
    return 'subject' in ask ? this.#board.groupAround(ask) : undefined;
  }

  /** First sight: asks for the subject (or course) of a number that was just seen, if that pays. */
  #explore(unit: Unit, term: string, nowMs: number): void {
    const group = this.#board.groupOf(unit);
    const place = group ?? unit;
    if (this.#firstSight.found(term, place.key, group?.pages ?? 1)) place.exploredAt = nowMs;
  }
}
