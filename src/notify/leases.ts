/** The leases on bundles that are being handed over, as their holder knows them. */
import type { Clock } from '../actors/runtime/clock.ts';
import type { NotificationStore } from '../store/notifications.ts';
import type { Bundle } from './channel.ts';
import { idsOf } from './bundle.ts';

export interface Lease {
  readonly bundle: Bundle;
  /**
   * Whether it holds for sure. A process that was frozen, or cut off from the store, finds it lapsed: by now another may have
   * handed the bundle over, or what it tells may no longer be true.
   */
  readonly holds: boolean;
}

class TimedLease implements Lease {
  readonly bundle: Bundle;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  /** When it was asked for: it cannot have begun earlier. */
  since: number;

  constructor(bundle: Bundle, since: number, leaseMs: number, clock: Clock) {
    this.bundle = bundle;
    this.since = since;
    this.#leaseMs = leaseMs;
    this.#clock = clock;
  }

  get holds(): boolean { return this.#clock.monotonic() - this.since < this.#leaseMs; }
}

export class Leases {
  readonly #notifications: NotificationStore;
  readonly #owner: string;
  readonly #leaseMs: number;
  readonly #clock: Clock;
  readonly #leases = new Set<TimedLease>();

  constructor(notifications: NotificationStore, owner: string, leaseMs: number, clock: Clock) {
    this.#notifications = notifications;
    this.#owner = owner;
    this.#leaseMs = leaseMs;
    this.#clock = clock;
  }

  get size(): number { return this.#leases.size; }

  /** Takes charge of a bundle that was claimed at `since`, on the monotonic clock. */
  add(bundle: Bundle, since: number): Lease {
    const lease = new TimedLease(bundle, since, this.#leaseMs, this.#clock);
    this.#leases.add(lease);
    return lease;
  }

  delete(lease: Lease): void {
    this.#leases.delete(lease as TimedLease);
  }

  ids(): Set<string> {
    return new Set([...this.#leases].flatMap(({ bundle }) => idsOf(bundle)));
  }

  /** Prolongs what holds. What has lapsed is left alone, though the store might still give it. */
  async prolong(): Promise<void> {
    const leases = [...this.#leases].filter(({ holds }) => holds);
    if (leases.length === 0) return;
    const since = this.#clock.monotonic();
    const held = new Set(await this.#notifications.hold(this.#owner, leases.flatMap(({ bundle }) => idsOf(bundle)), this.#leaseMs));
    for (const lease of leases) if (idsOf(lease.bundle).every((id) => held.has(id))) lease.since = since;
  }
}
