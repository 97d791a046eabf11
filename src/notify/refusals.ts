/**
 * Decides whether a channel refuses one recipient or everyone. The meaning of one refusal follows from the refusals
 * around it. Pure.
 */

/**
 * This many different recipients refused in a row, with the same text and nobody accepted between, blame the channel.
 */
const IN_A_ROW = 3;
/** Enough for an outage. The oldest are forgotten first. */
const REMEMBERED = 1_000;

/** A message whose recipient the server refused for good. */
export interface Refusal {
  ids: readonly string[];
  recipient: string;
  text: string;
  /** The student's channel, if the server says that its address does not exist. */
  bounced: string | null;
}

/**
 * `channel`: everyone would be refused. `former`: ids refused earlier in this row, which were blamed on the recipients.
 */
export type Blame = { on: 'recipient' } | { on: 'channel'; former: string[] };

export class Refusals {
  #row: Refusal[] = [];
  /** Channels whose addresses do not exist, according to refusals since the last accepted message. */
  readonly #bounced = new Set<string>();
  /** Recipients refused since the last accepted message. Their messages were kept because the channel was blamed. */
  readonly #kept = new Set<string>();
  /** Recipients that were kept before another message was accepted. The next refusal is their own. */
  readonly #suspects = new Set<string>();

  /**
   * Returns the channels whose addresses do not exist: the server, which has just accepted another recipient, says so
   * of them, and not of everyone.
   */
  accepted(recipient: string): string[] {
    const bounced = [...this.#bounced];
    this.#bounced.clear();
    for (const kept of this.#kept) this.#suspects.add(kept);
    this.#kept.clear();
    this.#row = [];
    this.#suspects.delete(recipient);
    for (const oldest of [...this.#suspects].slice(0, -REMEMBERED)) this.#suspects.delete(oldest);
    return bounced;
  }

  /** The server refused the recipient for good. */
  refused(refusal: Refusal): Blame {
    const { recipient, text, ids, bounced } = refusal;
    if (bounced !== null) this.#bounced.add(bounced);
    if (this.#suspects.has(recipient)) return { on: 'recipient' };
    const same = this.#row.filter((each) => each.text === text);
    this.#row = [...same, refusal].slice(-REMEMBERED);
    const recipients = new Set(this.#row.map((each) => each.recipient));
    if (recipients.size < IN_A_ROW) return { on: 'recipient' };
    this.#bounced.clear();
    // Each id is reported once.
    const former = same.flatMap((each) => each.ids).filter((id) => !ids.includes(id));
    this.#row = this.#row.map((each) => ({ ...each, ids: [] }));
    for (const each of recipients) this.#kept.add(each);
    return { on: 'channel', former };
  }

  /**
   * The server refused the sender. Returns whom that concerns, as far as we know. `message`: this recipient alone,
   * because others were accepted since. `perhaps`: nobody else was refused yet. `everyone`: others were refused too.
   */
  blocked(recipient: string): 'message' | 'perhaps' | 'everyone' {
    if (this.#suspects.has(recipient)) return 'message';
    this.#kept.add(recipient);
    return this.#kept.size === 1 ? 'perhaps' : 'everyone';
  }
}
