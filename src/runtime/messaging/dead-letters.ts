/** Messages that reached no one: counted by reason, the newest kept for inspection. */

export type DeadLetterReason =
  /** Nobody lives at the address. */
  | 'no-actor'
  | 'mailbox-full'
  /** Nobody waited for the answer any more when its turn came. */
  | 'expired'
  /** Waited in the mailbox of an actor that ended. */
  | 'dropped'
  /** An answer that came after its ask had timed out. */
  | 'late-reply'
  /** The transport did not take it. */
  | 'unsent'
  /** The actor knows no message of this type, or this one is malformed. */
  | 'unknown-type'
  | 'invalid';

/** Never holds a body: a body may hold a secret. */
export interface DeadLetter {
  at: string;
  reason: DeadLetterReason;
  address: string;
  detail: string;
}

const KEPT = 50;

export class DeadLetters {
  readonly #count: Partial<Record<DeadLetterReason, number>> = {};
  readonly #recent: DeadLetter[] = [];

  add(letter: DeadLetter): void {
    this.#count[letter.reason] = (this.#count[letter.reason] ?? 0) + 1;
    this.#recent.push(letter);
    if (this.#recent.length > KEPT) this.#recent.shift();
  }

  /** Newest last. */
  inspect(): { count: Partial<Record<DeadLetterReason, number>>; recent: DeadLetter[] } {
    return { count: { ...this.#count }, recent: [...this.#recent] };
  }
}
