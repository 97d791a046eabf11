/** The leases on the bundles that are being handed over, as far as their holder knows. */
import type { Clock } from '../runtime/index.ts';
import type { NotificationStore } from '../store/notifications.ts';
import type { ClaimedNotification } from '../domain/notification.ts';
import type { Bundle } from './channel.ts';
import { idsOf } from './bundle.ts';

/** A moment on both clocks. The wall clock can be set; the monotonic clock stands still on a suspended machine. */
export interface Moment {
  wall: number;
  monotonic: number;
}

export function momentOf(clock: Clock): Moment {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}

/** The share of a lease during which it holds without asking the store. */
const SURE_SHARE = 1 / 4;

export interface Lease {
  readonly bundle: Bundle;
  /** When the store was asked for it. The lease cannot have begun earlier. */
  since: Moment;
  /** The lease ran out at some point. The section may have changed since, even if the lease is ours again. */
  lapsed?: true;
}

export class Leases {
  readonly #notifications: NotificationStore;
  readonly #owner: string;
  readonly #leaseMs: number;
  readonly #clock: Clock;
  readonly #leases = new Set<Lease>();

  constructor(notifications: NotificationStore, owner: string, leaseMs: number, clock: Clock) {
    this.#notifications = notifications;
    this.#owner = owner;
    this.#leaseMs = leaseMs;
    this.#clock = clock;
  }

  get size(): number {
    return this.#leases.size;
  }

  /** Adds a bundle that was claimed at `since`. */
  add(bundle: Bundle, since: Moment): Lease {
    const lease: Lease = { bundle, since };
    this.#leases.add(lease);
    return lease;
  }

  delete(lease: Lease): void {
    this.#leases.delete(lease);
  }

  /** Of the notifications just claimed, those that are not under way here. The leases of the others had lapsed. */
  newAmong(claimed: readonly ClaimedNotification[]): ClaimedNotification[] {
    const ids = new Set(claimed.map(({ id }) => id));
    const underWay = new Set<string>();
    for (const lease of this.#leases) {
      const again = idsOf(lease.bundle).filter((id) => ids.has(id));
      if (again.length > 0) lease.lapsed = true;
      for (const id of again) underWay.add(id);
    }
    return claimed.filter(({ id }) => !underWay.has(id));
  }

  /** Renews all leases. */
  async prolong(): Promise<void> {
    const leases = [...this.#leases];
    // Also the lapsed ones: their mail may be past its final dot, and its result must still be recorded.
    for (const lease of leases) this.#noteLapse(lease);
    if (leases.length > 0) await this.#hold(leases);
  }

  /**
   * Whether the lease holds for sure. Asked at the last moment before a bundle is handed over. After a process was
   * frozen, suspended or cut off from the store, its lease has lapsed: another process may have handed the bundle over,
   * or its text may no longer be true.
   */
  async holds(lease: Lease): Promise<boolean> {
    this.#noteLapse(lease);
    const held = this.#isFresh(lease) || (await this.#hold([lease]));
    return held && lease.lapsed !== true;
  }

  /**
   * The clock on which more time has passed counts. If a wall clock was set, a valid lease may look lapsed; then the
   * bundle is claimed again and nothing is lost.
   */
  #noteLapse(lease: Lease): void {
    const { wall, monotonic } = this.#passed(lease);
    if (Math.max(wall, monotonic) >= this.#leaseMs) lease.lapsed = true;
  }

  #isFresh(lease: Lease): boolean {
    const { wall, monotonic } = this.#passed(lease);
    const sureMs = this.#leaseMs * SURE_SHARE;
    return monotonic < sureMs && wall >= 0 && wall < sureMs;
  }

  #passed({ since }: Lease): Moment {
    const { wall, monotonic } = momentOf(this.#clock);
    return { wall: wall - since.wall, monotonic: monotonic - since.monotonic };
  }

  /** Asks the store, whose clock decides. Returns whether it renewed all of them. */
  async #hold(leases: Lease[]): Promise<boolean> {
    const since = momentOf(this.#clock);
    const held = new Set(
      await this.#notifications.hold(
        this.#owner,
        leases.flatMap(({ bundle }) => idsOf(bundle)),
        this.#leaseMs,
      ),
    );
    const given = leases.filter(({ bundle }) => idsOf(bundle).every((id) => held.has(id)));
    for (const lease of given) lease.since = since;
    return given.length === leases.length;
  }
}
