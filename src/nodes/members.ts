/**
 * What this process knows of all that share the store: who is alive, and whether it has the duty of publishing. It
 * lasts as long as its lease.
 */
import { randomUUID } from 'node:crypto';
import { nodesError } from './errors.ts';
import type { Member, MemberStore } from '../store/members.ts';
import type { Share } from '../store/sections.ts';
import type { Clock } from '../runtime/index.ts';

export interface MembersOptions {
  store: MemberStore;
  node: string;
  leaseMs: number;
  clock: Clock;
}

/** Writing the public topics: one process does it, for there is one fact to tell. */
const PUBLISHING = 'publishing';

export class Members {
  readonly #options: MembersOptions;
  readonly #run = randomUUID();
  #known: readonly Member[];
  #joined = false;
  /** When the duty was asked for last and got, on both clocks; null: another one has it. */
  #dutySince: { monotonic: number; wall: number } | null = null;

  constructor(options: MembersOptions) {
    this.#options = options;
    const now = new Date(options.clock.now()).toISOString();
    this.#known = [{ node: options.node, startedAt: now, seenAt: now, alive: true }];
  }

  get node(): string {
    return this.#options.node;
  }

  /** By id, as of the last beat: also those that were lost. */
  get known(): readonly Member[] {
    return this.#known;
  }

  /** The ids of those that are alive besides this one. */
  get others(): string[] {
    return this.#known.filter(({ node, alive }) => alive && node !== this.node).map(({ node }) => node);
  }

  /** Those, and this one. */
  get all(): string[] {
    return [this.node, ...this.others];
  }

  /** The part of the work that is this process's, if all do the same. */
  get share(): Share {
    const { all } = this;
    return { part: all.toSorted().indexOf(this.node), of: all.length };
  }

  /**
   * Surely: a process that was frozen, or cut off from the store, finds that it does no longer. By the longer of two
   * clocks: the monotonic one stands still in a machine that sleeps, the wall clock may be set back. One that is set
   * forward costs the duty until the next beat.
   */
  get publishes(): boolean {
    const since = this.#dutySince;
    if (since === null) return false;
    const { clock, leaseMs } = this.#options;
    return Math.max(clock.monotonic() - since.monotonic, clock.now() - since.wall) < leaseMs;
  }

  /**
   * Says that this process is alive, the first time taking its place, and hears who else is. Returns the milliseconds
   * until the next time. Rejects with PMC_NODE_TAKEN.
   */
  async beat(): Promise<number> {
    const { store, node, leaseMs, clock } = this.#options;
    if (!this.#joined) await store.join(node, this.#run, leaseMs);
    this.#joined = true;
    const known = await store.beat(node, this.#run, leaseMs);
    if (known === undefined) throw nodesError('PMC_NODE_TAKEN', { node });
    this.#known = known;
    const since = { monotonic: clock.monotonic(), wall: clock.now() };
    const freeInMs = await store.hold(PUBLISHING, this.#run, leaseMs);
    this.#dutySince = freeInMs === 0 ? since : null;
    return freeInMs === 0 ? leaseMs / 3 : Math.min(leaseMs / 3, freeInMs);
  }

  async leave(): Promise<void> {
    this.#dutySince = null;
    this.#joined = false;
    await this.#options.store.leave(this.node, this.#run);
  }
}
