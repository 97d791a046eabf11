/** Chooses the requests that are worth most now. Pure; times are milliseconds of one steady clock. */
import type { Board } from './board.ts';
import type { Group } from './group.ts';
import type { Order } from './order.ts';
import { Best } from './best.ts';
import { LEFT_SHARE, URGENT_IN_A_ROW } from './constants.ts';
import type { Ask } from './row.ts';
import { askKey } from './row.ts';
import type { Unit } from './unit.ts';

/** Why a request is sent. The first four do not wait for their order; the first goes before the second, and so on. */
export const REASONS = ['explore', 'awaited', 'doubtful', 'stale', 'order'] as const;
export type Reason = (typeof REASONS)[number];

export interface Choice {
  ask: Ask;
  why: Reason;
  worth: number;
}

/** What a choice depends on besides the board. */
export interface Situation {
  order: Order;
  nowMs: number;
  /** A course that was not looked at for so long goes first. */
  staleMs: number;
  /** Whether this node, of all nodes, asks for it first. */
  isFirst: (ask: Ask) => boolean;
  /** How long a request is left to the node that asks for it first. */
  leftMs: number;
}

export interface Chosen {
  urgent: Choice[];
  ordinary: Choice[];
  /** When the next request that is not ready yet may be sent; Infinity: none. */
  nextAt: number;
  /** Requests that one sweep over the whole board takes. */
  sweep: number;
}

/** Returns the best `most` requests of each kind. */
export function choose(board: Board, situation: Situation, most: number): Chosen {
  const scan = new Scan(situation, most);
  for (const group of board.groups) {
    if (group.isChanged) board.settle(group);
    scan.group(group);
  }
  for (const unit of board.loose) scan.unit(unit);
  return scan.chosen;
}

/** Returns why the request would be chosen now if it were the only one; undefined: it would not. */
export function reasonNow(board: Board, situation: Situation, ask: Ask): Reason | undefined {
  const scan = new Scan(situation, Infinity);
  const group = 'subject' in ask ? board.groupAround(ask) : undefined;
  if (group === undefined) for (const unit of board.covered(ask)) scan.unit(unit);
  else {
    if (group.isChanged) board.settle(group);
    scan.group(group);
  }
  const { urgent, ordinary } = scan.chosen;
  return [...urgent, ...ordinary].find((choice) => askKey(choice.ask) === askKey(ask))?.why;
}

/** Puts urgent requests first, but not too many in a row, and no course twice. `inARow`: so many were sent before. */
export function mix(board: Board, { urgent, ordinary }: Chosen, most: number, inARow: number): Choice[] {
  const choices: Choice[] = [];
  const taken = new Set<string>();
  const [first, then] = [urgent.values(), ordinary.values()];
  let [nextUrgent, nextOrdinary] = [first.next(), then.next()];
  while (choices.length < most && !(nextUrgent.done && nextOrdinary.done)) {
    const isOrdinary = nextUrgent.done || (inARow >= URGENT_IN_A_ROW && !nextOrdinary.done);
    const choice = (isOrdinary ? nextOrdinary.value : nextUrgent.value) as Choice;
    if (isOrdinary) nextOrdinary = then.next();
    else nextUrgent = first.next();
    const keys = board.covered(choice.ask).map(({ key }) => key);
    if (keys.some((key) => taken.has(key))) continue;
    for (const key of keys) taken.add(key);
    inARow = isOrdinary ? 0 : inARow + 1;
    choices.push(choice);
  }
  return choices;
}

class Scan {
  readonly #situation: Situation;
  readonly #urgent: Best<Choice>;
  readonly #ordinary: Best<Choice>;
  #nextAt = Infinity;
  #sweep = 0;

  constructor(situation: Situation, most: number) {
    this.#situation = situation;
    this.#urgent = new Best(most);
    this.#ordinary = new Best(most);
  }

  get chosen(): Chosen {
    return { urgent: this.#urgent.items, ordinary: this.#ordinary.items, nextAt: this.#nextAt, sweep: this.#sweep };
  }

  group(group: Group): void {
    this.#sweep += Math.min(group.pages, group.units.size);
    if (group.underWay) return;
    // For one course, its own request is as cheap and its answer is shorter.
    if (group.units.size === 1 && !group.isExplored) return this.#only(group);
    const { order, nowMs } = this.#situation;
    const heldUntil = group.hold.until(group.lookedAt);
    if (heldUntil > nowMs) return this.#later(heldUntil);
    const why = this.#groupReason(group);
    if (why === 'order') this.#offer(group, why, order.groupWorth(group, nowMs));
    else if (why !== undefined) this.#offer(group, why, why === 'stale' ? -group.lookedAt : -group.retryAt);
    if (group.pages > 1) for (const unit of group.free()) this.#consider(unit);
  }

  #only({ units }: Group): void {
    for (const unit of units) if (!unit.underWay) this.#consider(unit);
  }

  unit(unit: Unit): void {
    this.#sweep += 1;
    if (!unit.underWay) this.#consider(unit);
  }

  #consider(unit: Unit): void {
    const { retryAt, readyAt, isAwaited, isDoubtful, isExplored, lookedAt } = unit;
    const { order, nowMs: now, staleMs } = this.#situation;
    const heldUntil = unit.hold.until(lookedAt);
    if (heldUntil > now) return this.#later(heldUntil);
    if (retryAt > now) return this.#later(retryAt);
    if (isExplored) return this.#offer(unit, 'explore', -lookedAt);
    if (isAwaited) return this.#offer(unit, 'awaited', spread(unit));
    if (isDoubtful) return this.#offer(unit, 'doubtful', -retryAt);
    if (lookedAt + staleMs <= now) return this.#offer(unit, 'stale', -lookedAt);
    if (readyAt > now) return this.#later(readyAt);
    this.#offer(unit, 'order', order.unitWorth(unit, now));
  }

  #groupReason({ isExplored, retryAt, lookedAt, readyAt }: Group): Reason | undefined {
    const { nowMs: now, staleMs } = this.#situation;
    if (isExplored) return 'explore';
    if (retryAt <= now) return 'doubtful';
    if (lookedAt + staleMs <= now) return 'stale';
    if (readyAt <= now) return 'order';
    this.#later(Math.min(readyAt, retryAt));
    return undefined;
  }

  #offer({ ask, hold, lookedAt }: Unit | Group, why: Reason, worth: number): void {
    const { isFirst, nowMs, leftMs } = this.#situation;
    // Nobody else knows of an exploration.
    const isOurs = why === 'explore' || isFirst(ask);
    if (!isOurs) {
      const until = hold.leave(lookedAt, nowMs + leftMs);
      if (until > nowMs) return this.#later(until);
    }
    if (why === 'order') {
      // The order prefers the courses of this subject.
      if (worth === -Infinity) return;
      const weight = isOurs ? worth : LEFT_SHARE * worth;
      if (this.#ordinary.accepts(0, weight)) this.#ordinary.add({ ask, why, worth }, 0, weight);
    } else {
      const rank = 2 * REASONS.indexOf(why) + (isOurs ? 0 : 1);
      if (this.#urgent.accepts(rank, worth)) this.#urgent.add({ ask, why, worth }, rank, worth);
    }
  }

  #later(atMs: number): void {
    this.#nextAt = Math.min(this.#nextAt, atMs);
  }
}

/**
 * Numbers close to each other are mostly in one subject. Asking for them in a mixed order shows more subjects in the
 * same time.
 */
function spread({ lowestNumber }: Unit): number {
  return Math.imul(lowestNumber, 0x9e3779b1) >>> 0;
}
