/**
 * The board: all watched sections of one institution, as courses grouped in subjects and as single numbers. Times are
 * milliseconds of one steady clock.
 */
import { Group } from './group.ts';
import type { Order } from './order.ts';
import { askKey } from './row.ts';
import type { Ask, Row } from './row.ts';
import { Unit } from './unit.ts';

/** What the source offers. */
export interface Source {
  /** Rows on one page of an answer about a subject; null: the source cannot be asked for a subject. */
  subjectRows: number | null;
  /** The source can be asked for a course. If not, all sections are asked for by number. */
  hasCourses: boolean;
}

export class Board {
  readonly #source: Source;
  readonly #order: Order;
  readonly #gapMs: number;
  readonly #units = new Map<string, Unit>();
  readonly #groups = new Map<string, Group>();
  /** The units that are asked for by themselves. */
  readonly #loose = new Set<Unit>();
  /** The subject that a course is asked for with. */
  readonly #groupOf = new Map<Unit, Group>();
  readonly #unitOf = new Map<string, Unit>();
  /** Sections that the store knows, by subject. */
  readonly #known = new Map<string, number>();

  constructor(source: Source, order: Order, gapMs: number) {
    this.#source = source;
    this.#order = order;
    this.#gapMs = gapMs;
  }

  get units(): Iterable<Unit> {
    return this.#units.values();
  }

  get loose(): Iterable<Unit> {
    return this.#loose;
  }

  get groups(): Iterable<Group> {
    return this.#groups.values();
  }

  /** The keys of the watched sections. */
  get sections(): Iterable<string> {
    return this.#unitOf.keys();
  }

  /** The keys of the sections that are due. */
  *due(nowMs: number): Generator<string> {
    for (const unit of this.#units.values()) {
      const readyAt = Math.min(unit.readyAt, this.#groupOf.get(unit)?.readyAt ?? Infinity);
      if (unit.isAwaited || Math.max(readyAt, unit.retryAt) <= nowMs) yield* unit.rows.keys();
    }
  }

  /** Adds a watched section, or brings it up to date. Returns the unit it is in now, which must be weighed then. */
  put(row: Row, nowMs: number): Unit {
    const from = this.#unitOf.get(row.section);
    const ask = this.#askFor(row);
    const key = askKey(ask);
    const to = this.#units.get(key) ?? new Unit(ask, row.seen?.lookedAt ?? nowMs);
    if (from !== to) this.remove(row.section, nowMs);
    this.#units.set(key, to);
    this.#unitOf.set(row.section, to);
    to.put(row, nowMs);
    return to;
  }

  /** Computes what follows from the rows of a unit. Once for all rows that were put, because it reads all of them. */
  weigh(unit: Unit, nowMs: number): void {
    unit.weigh(nowMs);
    this.changed(unit);
  }

  remove(section: string, nowMs: number): void {
    const unit = this.#unitOf.get(section);
    this.#unitOf.delete(section);
    if (unit === undefined) return;
    unit.remove(section, nowMs);
    if (unit.rows.size > 0) return this.changed(unit);
    this.#units.delete(unit.key);
    this.#loose.delete(unit);
    const group = this.#groupOf.get(unit);
    if (group !== undefined) this.#drop(unit, group);
  }

  /** Sets how many sections of a subject the store knows: this decides how many pages its answer has. */
  setKnown(term: string, subject: string, sections: number): void {
    const key = askKey({ term, subject });
    this.#known.set(key, sections);
    const group = this.#groups.get(key);
    if (group !== undefined) this.#refresh(group);
  }

  /** Returns the units that an answer to the request settles. */
  covered(ask: Ask): Unit[] {
    const key = askKey(ask);
    if ('subject' in ask) return [...(this.#groups.get(key)?.units ?? [])];
    const unit = this.#units.get(key);
    return unit === undefined ? [] : [unit];
  }

  /** Returns the lowest key of the watched sections that the request shows; undefined: there are none. */
  firstOf(ask: Ask): string | undefined {
    let first: string | undefined;
    for (const { rows } of this.covered(ask))
      for (const section of rows.keys()) if (first === undefined || section < first) first = section;
    return first;
  }

  /** Returns the subject that a request is about or in. */
  groupAround(ask: Exclude<Ask, { section: string }>): Group | undefined {
    const subject = 'subject' in ask ? ask.subject : ask.course.subject;
    return this.#groups.get(askKey({ term: ask.term, subject }));
  }

  /** Returns the subject that a course is asked for with; undefined: it is asked for by itself. */
  groupOf(unit: Unit): Group | undefined {
    return this.#groupOf.get(unit);
  }

  unitFor(section: string): Unit | undefined {
    return this.#unitOf.get(section);
  }

  /** What is known of a watched section. */
  rowOf(section: string): Row | undefined {
    return this.#unitOf.get(section)?.rows.get(section);
  }

  /** Whether a section that was never seen is being asked for, or was, by its number. */
  wasAskedByNumber(section: string): boolean {
    const unit = this.#unitOf.get(section);
    if (unit === undefined || !('section' in unit.ask)) return false;
    return unit.rows.get(section)?.seen === null && (unit.underWay || unit.wasAsked);
  }

  /** Must be called after each change of a unit. */
  changed(unit: Unit): void {
    if (unit.rows.size === 0) return;
    const [before, group] = [this.#groupOf.get(unit), this.#groupFor(unit)];
    if (before !== undefined && group !== before) this.#drop(unit, before);
    if (group === undefined) this.#loose.add(unit);
    else {
      this.#loose.delete(unit);
      this.#groupOf.set(unit, group);
      group.units.add(unit);
      group.isChanged = true;
    }
    unit.readyAt = wantedAt(unit, this.#gapMs) ?? this.#order.unitReadyAt(unit);
  }

  /** Brings a subject's sums up to date. */
  settle(group: Group): void {
    group.sum();
    group.readyAt = this.#order.groupReadyAt(group);
    for (const unit of group.free()) group.readyAt = Math.min(group.readyAt, wantedAt(unit, this.#gapMs) ?? Infinity);
  }

  /**
   * A section without a known course is asked for by its number, and so is one that the answers lack: its course's
   * list would only lack it again.
   */
  #askFor({ section, term, course, missing }: Row): Ask {
    return course === null || missing || !this.#source.hasCourses ? { section } : { term, course };
  }

  /**
   * After a broken answer about a subject, its courses are asked for one by one. If that fails too, the two ways
   * alternate, so that after an outage a few requests are enough.
   */
  #groupFor(unit: Unit): Group | undefined {
    const { ask, failures } = unit;
    if (this.#source.subjectRows === null || !('course' in ask) || failures % 2 === 1) return undefined;
    const current = this.#groupOf.get(unit);
    if (current !== undefined) return current;
    const { term, course } = ask;
    const key = askKey({ term, subject: course.subject });
    const found = this.#groups.get(key);
    if (found !== undefined) return found;
    const group = new Group({ term, subject: course.subject });
    this.#groups.set(key, group);
    this.#refresh(group);
    return group;
  }

  #refresh(group: Group): void {
    group.pages = Math.max(1, Math.ceil((this.#known.get(group.key) ?? 0) / (this.#source.subjectRows ?? Infinity)));
    group.isChanged = true;
  }

  #drop(unit: Unit, group: Group): void {
    this.#groupOf.delete(unit);
    group.units.delete(unit);
    group.isChanged = true;
    if (group.units.size === 0) this.#groups.delete(group.key);
  }
}

/** From when a course is asked for ahead of its order; undefined: it waits for its order. */
function wantedAt({ isDemanded, isDue, lookedAt }: Unit, gapMs: number): number | undefined {
  if (isDemanded) return -Infinity;
  return isDue ? lookedAt + gapMs : undefined;
}
