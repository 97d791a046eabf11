/** The clients from outside: who gets a place, and how much memory all of them may use. */
import type { Duplex } from 'node:stream';
import type { Clock } from '../runtime/index.ts';
import { isLoopback } from '../config/reader.ts';
import { clientKey } from '../net/client-key.ts';
import type { Role } from './access.ts';
import type { Limits } from './limits.ts';
import { OutsiderStream } from './outsider-stream.ts';
import { Rounds } from './rounds.ts';

/** `waiting`: the connection has sent no CONNECT yet, so its role is not known. */
type Standing = 'waiting' | Exclude<Role, 'internal'>;

/** When memory is short, those with the lowest rank are dropped first. */
const RANK: Readonly<Record<Standing, number>> = { waiting: 0, anonymous: 0, key: 1, viewer: 1, operator: 2 };

interface Outsider {
  readonly stream: OutsiderStream;
  readonly address: string;
  /** It comes from this machine. */
  readonly local: boolean;
  standing: Standing;
  keyId?: string | undefined;
}

export interface OutsiderReport {
  readonly connections: Readonly<Record<Standing, number>>;
  /** Memory for all of them. */
  readonly bytes: number;
  /**
   * Within the last minute, a client without credentials was refused because all places, or those of its address, were
   * taken.
   */
  readonly placesUsedUp: boolean;
  /** How many publishes and wills were dropped. */
  readonly droppedPublishes: number;
}

export interface OutsidersOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly refuse: (reason: 'connections' | 'memory') => void;
}

const TURNED_AWAY_MS = 60_000;
/** Adding up the memory of all takes a while, so it is done once per this many bytes. */
const BYTES_PER_COUNT = 1024 * 1024;

export class Outsiders {
  readonly #options: OutsidersOptions;
  readonly #rounds: Rounds;
  /** In the order of their arrival. */
  readonly #all = new Map<Duplex, Outsider>();
  #turnedAwayAt: number | undefined;
  #uncounted = 0;
  #droppedPublishes = 0;

  constructor(options: OutsidersOptions) {
    this.#options = options;
    this.#rounds = new Rounds(options.clock);
  }

  get report(): OutsiderReport {
    const connections = { waiting: 0, anonymous: 0, key: 0, viewer: 0, operator: 0 };
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

  /**
   * Admits a connection from the address `ip` and returns its stream; undefined when there is no place and it is
   * closed.
   */
  admit(below: Duplex, ip: string): OutsiderStream | undefined {
    const { limits } = this.#options;
    const address = clientKey(ip);
    const local = isLoopback(ip) || isLoopback(address);
    if (!local) this.#makeRoom(limits.waitingPerAddress, (each) => each.address === address);
    this.#makeRoom(limits.waiting, () => true);
    if (this.#all.size >= limits.connections && !this.#dropLongestWaiting(() => true)) {
      this.#options.refuse('connections');
      below.destroy();
      return undefined;
    }
    const stream = new OutsiderStream(below, this.#options.clock, this.#rounds, limits);
    this.#all.set(stream, { stream, address, local, standing: 'waiting' });
    stream.once('close', () => this.#all.delete(stream));
    this.hold(stream.heldBytes);
    return stream;
  }

  /** Gives the connection a place for its role, and its key if it has one. Returns false when none is left. */
  place(stream: Duplex, role: Standing, keyId?: string): boolean {
    const outsider = this.#all.get(stream);
    if (outsider === undefined) return false;
    if (role === 'anonymous') {
      const { limits, clock } = this.#options;
      const anonymous = [...this.#all.values()].filter(({ standing }) => standing === 'anonymous');
      const neighbours = anonymous.filter(({ address }) => address === outsider.address);
      const crowded = neighbours.length >= limits.anonymousPerAddress && !outsider.local;
      if (anonymous.length >= limits.anonymous || crowded) {
        this.#turnedAwayAt = clock.monotonic();
        return false;
      }
    }
    if (keyId !== undefined) {
      const ofKey = [...this.#all.values()].filter((each) => each.keyId === keyId);
      if (ofKey.length >= this.#options.limits.perKey) return false;
    }
    outsider.standing = role;
    outsider.keyId = keyId;
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
    this.hold(Math.max(0, outsider.stream.heldBytes - before));
  }

  /** The stream of a client from outside. */
  streamOf(connection: Duplex): OutsiderStream | undefined {
    return this.#all.get(connection)?.stream;
  }

  /** Writes every message that waits for a client that reads. */
  finishWriting(): void {
    this.#rounds.finish();
  }

  /** Counts this many more bytes. If that is too much, drops the clients that use most. */
  hold(bytes: number): void {
    this.#uncounted += bytes;
    if (this.#uncounted < Math.min(BYTES_PER_COUNT, this.#options.limits.outsiderBytes / 64)) return;
    this.#uncounted = 0;
    let excess = this.#bytes() - this.#options.limits.outsiderBytes;
    if (excess <= 0) return;
    const byRank = (a: Outsider, b: Outsider): number =>
      RANK[a.standing] - RANK[b.standing] || b.stream.heldBytes - a.stream.heldBytes;
    for (const { stream } of [...this.#all.values()].toSorted(byRank)) {
      excess -= stream.heldBytes;
      this.#options.refuse('memory');
      this.#drop(stream);
      if (excess <= 0) return;
    }
  }

  /** The messages that wait for one client mostly wait for others too, so only the longest queue counts. */
  #bytes(): number {
    let bytes = 0;
    let shared = 0;
    for (const { stream } of this.#all.values()) {
      bytes += stream.heldBytes;
      shared = Math.max(shared, stream.sharedBytes);
    }
    return bytes + shared;
  }

  #makeRoom(limit: number, counts: (each: Outsider) => boolean): void {
    const waiting = [...this.#all.values()].filter((each) => each.standing === 'waiting' && counts(each)).length;
    if (waiting >= limit) this.#dropLongestWaiting(counts);
  }

  /** A real client sends its CONNECT at once, so the longest waiting connection is the least likely to be one. */
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
