/**
 * Tells a channel that refuses everyone from one that refuses somebody: what one refusal means follows from those
 * around it. Pure.
 */

/**
 * Different recipients refused in a row, with one text and nobody accepted between, before it is the channel and not
 * they.
 */
const IN_A_ROW = 3;
/** Enough for an outage; the oldest are forgotten first. */
const REMEMBERED = 1_000;

/** A message whose recipient the server refused for good. */
export interface Refusal {
  ids: readonly string[];
  recipient: string;
  text: string;
}

/**
 * `channel`: everyone would be refused. `former`: ids refused before in this row, which were taken for their
 * recipients' fault.
 */
export type Blame = { on: 'recipient' } | { on: 'channel'; former: string[] };

export class Refusals {
  #row: Refusal[] = [];
  /** Recipients refused since a message was last accepted, whose messages were kept because the channel was blamed. */
  readonly #kept = new Set<string>();
  /** Kept once, while another's message was accepted later: if they are refused again, the channel is not to blame. */
  readonly #suspects = new Set<string>();

  accepted(recipient: string): void {
    for (const kept of this.#kept) this.#suspects.add(kept);
    this.#kept.clear();
    this.#row = [];
    this.#suspects.delete(recipient);
    for (const oldest of [...this.#suspects].slice(0, -REMEMBERED)) this.#suspects.delete(oldest);
  }

  /** The server refused the recipient for good. */
  refused(refusal: Refusal): Blame {
    const { recipient, text, ids } = refusal;
    if (this.#suspects.has(recipient)) return { on: 'recipient' };
    const same = this.#row.filter((each) => each.text === text);
    this.#row = [...same, refusal].slice(-REMEMBERED);
    const recipients = new Set(this.#row.map((each) => each.recipient));
    if (recipients.size < IN_A_ROW) return { on: 'recipient' };
    // These ids need to be told of once.
    const former = same.flatMap((each) => each.ids).filter((id) => !ids.includes(id));
    this.#row = this.#row.map((each) => ({ ...each, ids: [] }));
    for (const each of recipients) this.#kept.add(each);
    return { on: 'channel', former };
  }

  /**
   * The server refused for good what we are or do. Who it is for, as far as can be told: `message`: this recipient
   * alone, because others were accepted since. `perhaps`: nobody else was refused, so it may be so for everyone.
   * `everyone`: others were refused too.
   */
  blocked(recipient: string): 'message' | 'perhaps' | 'everyone' {
    if (this.#suspects.has(recipient)) return 'message';
    this.#kept.add(recipient);
    return this.#kept.size === 1 ? 'perhaps' : 'everyone';
  }
}
