/**
 * What is asked by many clients and served in turns, so that a flood of one delays nobody else. Each may have so much
 * done, and all together. Pure; times are monotonic milliseconds.
 */
import type { Rate } from './allowance.ts';
import { Allowance } from './allowance.ts';

export interface TurnRates {
  each: Rate;
  /** null: only each by itself is limited. */
  all: Rate | null;
  /** The most that waits; beyond it a client that has less waiting than another takes the other's last place. */
  waiting: number;
}

/** Who is refused: this client has had its share, or all together have had theirs. */
export interface Refusal {
  spentBy: 'client' | 'all';
  retryInMs: number;
}

interface Client<Item> {
  allowance: Allowance;
  waiting: Item[];
}

/** Clients of whom nothing is to be remembered are forgotten when there are so many more. */
const FORGET_EVERY = 1_000;

export class ClientTurns<Item> {
  readonly #rates: () => TurnRates;
  /** Those whose turn comes first, first. */
  readonly #clients = new Map<string, Client<Item>>();
  #all: Allowance | null = null;
  #size = 0;
  #forgetAt = FORGET_EVERY;

  constructor(rates: () => TurnRates) {
    this.#rates = rates;
  }

  get size(): number {
    return this.#size;
  }

  /** Takes `item`, or says when to come back, or hands back the item that had to make room for it. */
  offer(
    client: string,
    item: Item,
    nowMs: number,
  ): { taken: true; ousted?: Item } | { taken: false; refusal: Refusal } {
    const { each, waiting } = this.#rates();
    const entry = this.#clients.get(client) ?? this.#enter(client, each, nowMs);
    const waitMs = entry.allowance.waitMs(each, nowMs);
    if (waitMs > 0) return { taken: false, refusal: { spentBy: 'client', retryInMs: waitMs } };
    const ousted = this.#size < waiting ? undefined : this.#oust(entry.waiting.length, each, nowMs);
    if (this.#size >= waiting)
      return { taken: false, refusal: { spentBy: 'all', retryInMs: this.#allWaitMs(nowMs, this.#size) } };
    // Paid for when it is asked: who has asked for more than its share need not wait to hear so.
    entry.allowance.spend(each, 1, nowMs);
    entry.waiting.push(item);
    this.#size += 1;
    return { taken: true, ...(ousted !== undefined && { ousted }) };
  }

  /** The next in turn, unless all together have had their share. */
  next(nowMs: number): Item | undefined {
    if (this.#size === 0 || this.#allWaitMs(nowMs) > 0) return undefined;
    for (const [client, entry] of this.#clients) {
      const item = entry.waiting.shift();
      if (item === undefined) continue;
      this.#size -= 1;
      this.#clients.delete(client);
      this.#clients.set(client, entry);
      this.#spendOfAll(1, nowMs);
      return item;
    }
    return undefined;
  }

  /** Milliseconds until `next` gives something; null: nothing waits. */
  waitMs(nowMs: number): number | null {
    return this.#size === 0 ? null : this.#allWaitMs(nowMs);
  }

  /** What `next` gave has cost `requests` more than the one; below zero: it was not made. */
  charge(client: string, requests: number, nowMs: number): void {
    this.#clients.get(client)?.allowance.spend(this.#rates().each, requests, nowMs);
    this.#spendOfAll(requests, nowMs);
  }

  /** Takes all that waits. */
  drain(): Item[] {
    this.#size = 0;
    return [...this.#clients.values()].flatMap(({ waiting }) => waiting.splice(0));
  }

  #enter(client: string, each: Rate, nowMs: number): Client<Item> {
    if (this.#clients.size >= this.#forgetAt) this.#forget(each, nowMs);
    const entry = { allowance: new Allowance(each, nowMs), waiting: [] };
    this.#clients.set(client, entry);
    return entry;
  }

  #forget(each: Rate, nowMs: number): void {
    for (const [client, { allowance, waiting }] of this.#clients)
      if (waiting.length === 0 && allowance.isFull(each, nowMs)) this.#clients.delete(client);
    this.#forgetAt = this.#clients.size + FORGET_EVERY;
  }

  /**
   * The last place of whoever has most waiting, if that is more than one more than `own`; it has spent nothing on it.
   */
  #oust(own: number, each: Rate, nowMs: number): Item | undefined {
    const [first, ...others] = [...this.#clients.values()];
    const most = others.reduce(
      (found, client) => (client.waiting.length > found.waiting.length ? client : found),
      first!,
    );
    if (most.waiting.length <= own + 1) return undefined;
    most.allowance.spend(each, -1, nowMs);
    this.#size -= 1;
    return most.waiting.pop();
  }

  /** Until all together may have one more after `ahead` others. */
  #allWaitMs(nowMs: number, ahead = 0): number {
    const { all } = this.#rates();
    if (all === null) return 0;
    this.#all ??= new Allowance(all, nowMs);
    return this.#all.waitMs(all, nowMs) + Math.ceil((ahead * 60_000) / all.perMinute);
  }

  #spendOfAll(requests: number, nowMs: number): void {
    const { all } = this.#rates();
    if (all === null) return;
    this.#all ??= new Allowance(all, nowMs);
    this.#all.spend(all, requests, nowMs);
  }
}
