/** Messages that reached no actor. They are counted by reason, and the newest are kept for inspection. */

export type DeadLetterReason =
  /** No live actor at the address. */
  | 'no-actor'
  | 'mailbox-full'
  /** Its ask had timed out before the message was handled. */
  | 'expired'
  /** The actor ended while the message waited in its mailbox. */
  | 'dropped'
  /** An answer that came after its ask had timed out. */
  | 'late-reply'
  /** The transport refused it. */
  | 'unsent'
  /** The actor does not know this type of message, or the message is malformed. */
  | 'unknown-type'
  | 'invalid';

/** Never contains the body, which may be secret. */
export interface DeadLetter {
  at: string;
  reason: DeadLetterReason;
  address: string;
  detail: string;
}

export interface DeadLetterSummary {
  /** Of all since the start, by reason. */
  count: Partial<Record<DeadLetterReason, number>>;
  /** The newest ones, newest last. */
  recent: DeadLetter[];
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

  inspect(): DeadLetterSummary {
    return { count: { ...this.#count }, recent: [...this.#recent] };
  }
}
