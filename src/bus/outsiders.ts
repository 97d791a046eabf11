/** The outsiders of the broker: who gets a place, and what all of them together hold in memory. */
import type { Duplex } from 'node:stream';
import type { Clock } from '../runtime/index.ts';
import { clientKey } from '../net/client-key.ts';
import type { Role } from './access.ts';
import type { Limits } from './limits.ts';
import { OutsiderStream } from './outsider-stream.ts';

/** Before its CONNECT nobody knows whether a connection has credentials. */
type Standing = 'waiting' | Exclude<Role, 'internal'>;

interface Outsider {
  readonly stream: OutsiderStream;
  readonly address: string;
  standing: Standing;
}

export interface OutsiderReport {
  readonly connections: Readonly<Record<Standing, number>>;
  /** Held in memory for all of them. */
  readonly bytes: number;
  /**
   * Somebody was turned away within the last minute because the places without credentials were used up, all or those
   * of its address.
   */
  readonly placesUsedUp: boolean;
  /** How often they published something, wills included. None of it went anywhere. */
  readonly droppedPublishes: number;
}

export interface OutsidersOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly refuse: (reason: 'connections' | 'memory') => void;
}

const TURNED_AWAY_MS = 60_000;
/** Counting all takes a while: it is done once for this many bytes. */
const BYTES_PER_COUNT = 1024 * 1024;

export class Outsiders {
  readonly #options: OutsidersOptions;
  /** In the order they came. */
  readonly #all = new Map<Duplex, Outsider>();
  #turnedAwayAt: number | undefined;
  #uncounted = 0;
  #droppedPublishes = 0;

  constructor(options: OutsidersOptions) {
    this.#options = options;
  }

  get report(): OutsiderReport {
    const connections = { waiting: 0, anonymous: 0, operator: 0 };
    for (const { standing } of this.#all.values()) connections[standing] += 1;
    const turnedAwayMs =
      this.#turnedAwayAt === undefined ? Infinity : this.#options.clock.monotonic() - this.#turnedAwayAt;
    return {
      connections,
      bytes: this.#bytes(),
      placesUsedUp: turnedAwayMs < TURNED_AWAY_MS,
      droppedPublishes: this.#droppedPublishes,
    };
  }

  /** The stream of a new connection from the address `ip`; undefined: there is no place, and it is closed. */
  admit(below: Duplex, ip: string): OutsiderStream | undefined {
    const { limits } = this.#options;
    const address = clientKey(ip);
    this.#makeRoom(limits.waitingPerAddress, (each) => each.address === address);
    this.#makeRoom(limits.waiting, () => true);
    if (this.#all.size >= limits.connections && !this.#dropLongestWaiting(() => true)) {
      this.#options.refuse('connections');
      below.destroy();
      return undefined;
    }
    const stream = new OutsiderStream(below, this.#options.clock, limits);
    this.#all.set(stream, { stream, address, standing: 'waiting' });
    stream.once('close', () => this.#all.delete(stream));
    this.#hold(stream.heldBytes);
    return stream;
  }

  /** Gives the connection the place of its role; false: none is left. */
  place(stream: Duplex, role: Standing): boolean {
    const outsider = this.#all.get(stream);
    if (outsider === undefined) return false;
    if (role === 'anonymous') {
      const { limits, clock } = this.#options;
      const anonymous = [...this.#all.values()].filter(({ standing }) => standing === 'anonymous');
      const neighbours = anonymous.filter(({ address }) => address === outsider.address);
      if (anonymous.length >= limits.anonymous || neighbours.length >= limits.anonymousPerAddress) {
        this.#turnedAwayAt = clock.monotonic();
        return false;
      }
    }
    outsider.standing = role;
    return true;
  }

  dropPublish(): void {
    this.#droppedPublishes += 1;
  }

  holdFilters(stream: Duplex, filters: ReadonlySet<string>): void {
    const outsider = this.#all.get(stream);
    if (outsider === undefined) return;
    const before = outsider.stream.heldBytes;
    outsider.stream.setFilters(filters);
    this.#hold(Math.max(0, outsider.stream.heldBytes - before));
  }

  /** A message of so many bytes is about to be written to the connection. */
  expectMessage(stream: Duplex, bytes: number): void {
    const outsider = this.#all.get(stream);
    if (outsider === undefined) return;
    outsider.stream.expectMessage();
    this.#hold(bytes);
  }

  /** So many bytes are going to be held. Where that is too much for all together, those who hold most go. */
  #hold(bytes: number): void {
    this.#uncounted += bytes;
    if (this.#uncounted < Math.min(BYTES_PER_COUNT, this.#options.limits.outsiderBytes / 64)) return;
    this.#uncounted = 0;
    let excess = this.#bytes() - this.#options.limits.outsiderBytes;
    if (excess <= 0) return;
    const byRank = (a: Outsider, b: Outsider): number =>
      Number(a.standing === 'operator') - Number(b.standing === 'operator') || b.stream.heldBytes - a.stream.heldBytes;
    for (const { stream } of [...this.#all.values()].toSorted(byRank)) {
      excess -= stream.heldBytes;
      this.#options.refuse('memory');
      this.#drop(stream);
      if (excess <= 0) return;
    }
  }

  #bytes(): number {
    let bytes = 0;
    for (const { stream } of this.#all.values()) bytes += stream.heldBytes;
    return bytes;
  }

  #makeRoom(limit: number, counts: (each: Outsider) => boolean): void {
    const waiting = [...this.#all.values()].filter((each) => each.standing === 'waiting' && counts(each)).length;
    if (waiting >= limit) this.#dropLongestWaiting(counts);
  }

  /** A client that means it sends its CONNECT at once, so the one that has waited longest is the least likely to. */
  #dropLongestWaiting(counts: (each: Outsider) => boolean): boolean {
    for (const each of this.#all.values()) {
      if (each.standing !== 'waiting' || !counts(each)) continue;
      this.#options.refuse('connections');
      this.#drop(each.stream);
      return true;
    }
    return false;
  }

  #drop(stream: OutsiderStream): void {
    this.#all.delete(stream);
    stream.destroy();
  }
}
