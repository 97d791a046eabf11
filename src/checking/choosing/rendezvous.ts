/**
 * Which of the nodes asks first: rendezvous hashing. Nodes that know of the same nodes agree without a message, and
 * when a node comes or goes, only its part moves.
 */
import type { Ask } from './row.ts';
import { askKey } from './row.ts';

export class Rendezvous {
  #own = '';
  #others: readonly string[] = [];
  readonly #isFirst = new Map<string, boolean>();

  /** Sets the nodes that are alive, this one first. */
  among([own = '', ...others]: readonly string[]): void {
    if (own === this.#own && String(others) === String(this.#others)) return;
    this.#own = own;
    this.#others = others;
    this.#isFirst.clear();
  }

  /** Whether this node goes first. A subject and its courses have the same node. */
  isFirst(ask: Ask): boolean {
    if (this.#others.length === 0) return true;
    const key = askKey('course' in ask ? { term: ask.term, subject: ask.course.subject } : ask);
    const known = this.#isFirst.get(key);
    if (known !== undefined) return known;
    const own = weight(this.#own, key);
    const first = this.#others.every((other) => {
      const theirs = weight(other, key);
      return theirs < own || (theirs === own && this.#own < other);
    });
    this.#isFirst.set(key, first);
    return first;
  }
}

/** FNV-1a of both, and the last steps of MurmurHash3: without them, similar names would get similar weights. */
function weight(node: string, key: string): number {
  let hash = 0x811c9dc5;
  for (const char of `${node} ${key}`) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
