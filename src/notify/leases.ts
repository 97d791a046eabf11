/** The leases on bundles that are being handed over, as their holder knows them. */
import type { Clock } from '../runtime/index.ts';
import type { NotificationStore } from '../store/notifications.ts';
import type { ClaimedNotification } from '../domain/notification.ts';
import type { Bundle } from './channel.ts';
import { idsOf } from './bundle.ts';

/** A moment on both clocks: the wall's can be set, and the monotonic one stands still while a machine is suspended. */
export interface Moment {
  wall: number;
  monotonic: number;
}

export function momentOf(clock: Clock): Moment {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}

/** As long as no clock says that more of it has passed, a lease holds without asking. */
const SURE_SHARE = 1 / 4;

export interface Lease {
  readonly bundle: Bundle;
  /** When it was asked for: it cannot have begun earlier. */
  since: Moment;
  /** It was free in between: what it is about may have changed, even if it is ours again. */
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

  /** Takes charge of a bundle that was claimed at `since`. */
  add(bundle: Bundle, since: Moment): Lease {
    const lease: Lease = { bundle, since };
    this.#leases.add(lease);
    return lease;
  }

  delete(lease: Lease): void {
    this.#leases.delete(lease);
  }

  /** Of ids that were just claimed, those not under way here. Those that are had lapsed. */
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

  /** Prolongs what is held. */
  async prolong(): Promise<void> {
    const leases = [...this.#leases];
    // Also what has lapsed: it may be past its final dot, and is still ours to record.
    for (const lease of leases) this.#noteLapse(lease);
    if (leases.length > 0) await this.#hold(leases);
  }

  /**
   * Whether it holds for sure, asked at the last moment before a bundle is given away. A process that was frozen,
   * suspended or cut off from the store finds its lease lapsed: by now another may have handed the bundle over, or what
   * it tells may no longer be true.
   */
  async holds(lease: Lease): Promise<boolean> {
    this.#noteLapse(lease);
    const held = this.#isFresh(lease) || (await this.#hold([lease]));
    return held && lease.lapsed !== true;
  }

  /**
   * The longer time counts: a set clock makes a mail look lapsed that is not, which is looked at again and loses
   * nothing.
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

  /** Asks the store, whose time decides. Whether it gave all of them. */
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
