/**
 * The keys of other programs, as this node knows them. A check costs one SHA-256, because the list of keys is read at
 * most every two seconds. So thousands of programs may connect at once, and a key that another node revoked is refused
 * two seconds later.
 */
import { timingSafeEqual } from 'node:crypto';
import { hashOf } from '../net/secret.ts';
import type { Clock, Logger, Timer } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import type { KeyStore, StoredKey } from '../store/keys.ts';
import { KEY_USE_NOTED_MS } from '../store/keys.ts';

/** Milliseconds for which the list is used, and between two looks for revoked keys that are in use. */
const FRESH_MS = 2_000;
/** Milliseconds for which an id that is not in the list is believed to be none: another node may just have made it. */
const NEWCOMER_MS = 250;
/** Compared with when there is no such key, so that the answer takes the same time. */
const NOBODY = hashOf('');

export interface KeyRingOptions {
  readonly keys: Pick<KeyStore, 'living' | 'noteUse'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export class KeyRing {
  readonly #options: KeyRingOptions;
  #living: ReadonlyMap<string, StoredKey> = new Map();
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;
  /** When the use of a key was noted last. */
  readonly #noted = new Map<string, number>();
  readonly #held = new Map<string, Set<() => void>>();
  #timer: Timer | undefined;

  constructor(options: KeyRingOptions) {
    this.#options = options;
  }

  /** Returns the key, or undefined if the id or the secret is wrong. Rejects when the store does not answer. */
  async check(id: string, secret: string): Promise<StoredKey | undefined> {
    const age = this.#options.clock.monotonic() - this.#readAt;
    if (age > FRESH_MS || (age > NEWCOMER_MS && !this.#living.has(id))) await this.#read();
    const key = this.#living.get(id);
    const isRight = timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(key?.hash ?? NOBODY));
    if (!isRight || key === undefined) return undefined;
    this.#noteUse(id);
    return key;
  }

  /**
   * For connections that stay: calls `cut` once when the key is revoked, on any node, within seconds. Returns a
   * function that lets go of the key.
   */
  hold(id: string, cut: () => void): () => void {
    const cuts = this.#held.get(id) ?? new Set();
    this.#held.set(id, cuts.add(cut));
    this.#lookLater();
    return () => {
      cuts.delete(cut);
      if (cuts.size === 0 && this.#held.get(id) === cuts) this.#held.delete(id);
      if (this.#held.size > 0 || this.#timer === undefined) return;
      this.#options.clock.clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  /** This node has made or revoked a key: the list is out of date. */
  async changed(): Promise<void> {
    this.#readAt = -Infinity;
    this.#reading = undefined;
    if (this.#held.size > 0) await this.#lookForRevoked();
  }

  #read(): Promise<void> {
    if (this.#reading !== undefined) return this.#reading;
    const reading = this.#options.keys
      .living()
      .then((keys) => {
        // After `changed`, an answer that was under way is out of date.
        if (this.#reading !== reading) return;
        this.#living = new Map(keys.map((key) => [key.id, key]));
        this.#readAt = this.#options.clock.monotonic();
        for (const id of this.#noted.keys()) if (!this.#living.has(id)) this.#noted.delete(id);
      })
      .finally(() => {
        if (this.#reading === reading) this.#reading = undefined;
      });
    this.#reading = reading;
    return reading;
  }

  #lookLater(): void {
    if (this.#timer !== undefined || this.#held.size === 0) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#timer = undefined;
      void this.#lookForRevoked().then(() => this.#lookLater());
    }, FRESH_MS);
  }

  /** While the store is away, connections stay. */
  async #lookForRevoked(): Promise<void> {
    try {
      await this.#read();
    } catch (error) {
      this.#options.log.warn({ reason: reasonOf(error) }, 'the keys could not be read');
      return;
    }
    for (const [id, cuts] of this.#held) {
      if (this.#living.has(id)) {
        this.#noteUse(id);
        continue;
      }
      this.#held.delete(id);
      for (const cut of cuts) cut();
    }
  }

  #noteUse(id: string): void {
    const now = this.#options.clock.monotonic();
    if (now - (this.#noted.get(id) ?? -Infinity) < KEY_USE_NOTED_MS) return;
    this.#noted.set(id, now);
    this.#options.keys
      .noteUse(id)
      .catch((error: unknown) =>
        this.#options.log.debug({ reason: reasonOf(error) }, 'the use of a key was not noted'),
      );
  }
}
