/** Tells a channel that refuses everyone from one that refuses somebody: what one refusal means follows from those around it. Pure. */

/** Different recipients refused in a row, with one text and nobody accepted between, before it is the channel and not they. */
const IN_A_ROW = 3;
/** Enough for an outage; the oldest are forgotten first. */
const REMEMBERED = 1_000;

/** A message whose recipient the server refused for good. */
export interface Refusal { ids: readonly string[]; recipient: string; text: string }

/** `channel`: everyone would be refused. `former`: ids refused before in this row, which were taken for their recipients' fault. */
export type Blame = { on: 'recipient' } | { on: 'channel'; former: string[] };

export class Refusals {
  #row: Refusal[] = [];
  /** Ids kept pending since the last message was accepted, because the channel was blamed. */
  readonly #kept = new Set<string>();
  /** Kept once, while another message was accepted later: if it is refused again, the channel is not to blame. */
  readonly #suspects = new Set<string>();

  accepted(ids: readonly string[]): void {
    for (const id of this.#kept) this.#suspects.add(id);
    this.#kept.clear();
    this.#row = [];
    for (const id of ids) this.#suspects.delete(id);
    for (const id of [...this.#suspects].slice(0, -REMEMBERED)) this.#suspects.delete(id);
  }

  /** The server refused the recipient for good. */
  refused(refusal: Refusal): Blame {
    if (this.#isSuspect(refusal.ids)) return { on: 'recipient' };
    const others = this.#row.filter(({ recipient, text }) => text === refusal.text && recipient !== refusal.recipient);
    this.#row = [...others, refusal];
    if (this.#row.length < IN_A_ROW) return { on: 'recipient' };
    const former = others.flatMap(({ ids }) => ids).filter((id) => !this.#kept.has(id));
    for (const id of [...former, ...refusal.ids]) this.#kept.add(id);
    return { on: 'channel', former };
  }

  /**
   * The server refused for good what we are or do. Whether that is so for everyone, or, as far as can be told, for this message alone:
   * others were accepted since it was refused first, or nobody else was refused.
   */
  blocked(ids: readonly string[]): 'channel' | 'message' {
    const alone = this.#kept.size > 0 && [...this.#kept].every((id) => ids.includes(id));
    if (alone || this.#isSuspect(ids)) return 'message';
    for (const id of ids) this.#kept.add(id);
    return 'channel';
  }

  #isSuspect(ids: readonly string[]): boolean {
    return ids.some((id) => this.#suspects.has(id));
  }
}
