/**
 * Knows the nodes that share the store: which are alive, and whether this one has the duty of publishing. A node is
 * alive, and keeps the duty, as long as its lease lasts.
 */
import { randomUUID } from 'node:crypto';
import { nodesError } from './errors.ts';
import type { Member, MemberStore } from '../store/members.ts';
import type { Clock } from '../runtime/index.ts';

export interface MembersOptions {
  store: MemberStore;
  node: string;
  leaseMs: number;
  clock: Clock;
}

/** The name of the duty of writing the public topics, which one node does for all. */
const PUBLISHING = 'publishing';

export class Members {
  readonly #options: MembersOptions;
  readonly #run = randomUUID();
  #known: readonly Member[];
  /** Nodes that have lost the broker, so they hear nothing and look at nothing. */
  readonly #offline = new Set<string>();
  #joined = false;
  /** Time when the duty was last taken or renewed, on both clocks; null if another node has it. */
  #dutySince: { monotonic: number; wall: number } | null = null;

  constructor(options: MembersOptions) {
    this.#options = options;
    const now = new Date(options.clock.now()).toISOString();
    this.#known = [{ node: options.node, startedAt: now, seenAt: now, alive: true }];
  }

  get node(): string {
    return this.#options.node;
  }

  /** As of the last heartbeat, sorted by id. Includes lost nodes. */
  get known(): readonly Member[] {
    return this.#known;
  }

  /** The ids of the other nodes that are alive and on the bus. */
  get others(): string[] {
    return this.#known
      .filter(({ node, alive }) => alive && node !== this.node && !this.#offline.has(node))
      .map(({ node }) => node);
  }

  /** Records what the bus says of another node. */
  heard(node: string, online: boolean): void {
    if (online) this.#offline.delete(node);
    else this.#offline.add(node);
  }

  /** The ids of all nodes that are alive, this one first. */
  get all(): string[] {
    return [this.node, ...this.others];
  }

  /**
   * Whether this node has the duty of publishing. It loses the duty when the process was frozen or cut off from the
   * store. The clock with more elapsed time decides: the monotonic clock stops while a machine sleeps, and the wall
   * clock may be set back. When the wall clock is set forward, the duty is lost until the next heartbeat.
   */
  get publishes(): boolean {
    const since = this.#dutySince;
    if (since === null) return false;
    const { clock, leaseMs } = this.#options;
    return Math.max(clock.monotonic() - since.monotonic, clock.now() - since.wall) < leaseMs;
  }

  /**
   * Sends a heartbeat to the store and reads the other nodes; the first call also registers this node. Returns the
   * milliseconds until the next heartbeat. Rejects with PMC_NODE_TAKEN if a later process has taken the id.
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

  /** Unregisters this node and gives up its duty. */
  async leave(): Promise<void> {
    this.#dutySince = null;
    this.#joined = false;
    await this.#options.store.leave(this.node, this.#run);
  }
}
