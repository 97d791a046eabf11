/**
 * A queue of requests from many clients, served in turns so that one client's flood does not delay the others. There is
 * a limit per client and one for all clients together. Pure; times are monotonic milliseconds.
 */
import type { Rate } from './allowance.ts';
import { Allowance } from './allowance.ts';

export interface TurnRates {
  each: Rate;
  /** null: only the limit per client applies. */
  all: Rate | null;
  /** Length of the queue. When it is full, a client with few items takes the last place of one with more. */
  waiting: number;
}

/** Why an item is refused: this client used up its share, or all clients together used up theirs. */
export interface Refusal {
  spentBy: 'client' | 'all';
  retryInMs: number;
}

interface Client<Item> {
  allowance: Allowance;
  waiting: Item[];
}

/** After this many new clients, clients with nothing to remember are removed. */
const FORGET_EVERY = 1_000;

export class ClientTurns<Item> {
  readonly #rates: () => TurnRates;
  /** In the order of their turns. */
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

  /** Adds `item` to the queue, or returns when to retry. Also returns the item that was removed to make room. */
  offer(
    client: string,
    item: Item,
    nowMs: number,
  ): { taken: true; ousted?: Item } | { taken: false; refusal: Refusal } {
    const { each, waiting } = this.#rates();
    const entry = this.#clients.get(client) ?? this.#enter(client, each, nowMs);
    const waitMs = entry.allowance.waitMs(each, nowMs);
    if (waitMs > 0) return { taken: false, refusal: { spentBy: 'client', retryInMs: waitMs } };
    // Above the limit, which falls when a process joins, one place less would not make room.
    const ousted = this.#size === waiting ? this.#oust(entry.waiting.length, each, nowMs) : undefined;
    if (this.#size >= waiting)
      return { taken: false, refusal: { spentBy: 'all', retryInMs: this.#allWaitMs(nowMs, this.#size) } };
    // Charged when it is added, so that a client over its share is told at once.
    entry.allowance.spend(each, 1, nowMs);
    entry.waiting.push(item);
    this.#size += 1;
    return { taken: true, ...(ousted !== undefined && { ousted }) };
  }

  /** Returns the next item, or undefined if none waits or all clients together used up their share. */
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

  /** Returns the milliseconds until `next` has an item; null if nothing waits. */
  waitMs(nowMs: number): number | null {
    return this.#size === 0 ? null : this.#allWaitMs(nowMs);
  }

  /** Charges `requests` beyond the one that an item paid for. Negative if the item's request was not made. */
  charge(client: string, requests: number, nowMs: number): void {
    this.#clients.get(client)?.allowance.spend(this.#rates().each, requests, nowMs);
    this.#spendOfAll(requests, nowMs);
  }

  /** Removes and returns all waiting items. */
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
   * Removes the last item of the client with the most waiting, if it has at least two more than `own`, and refunds it.
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

  /** Returns the milliseconds until all clients together may have one more item after `ahead` others. */
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
