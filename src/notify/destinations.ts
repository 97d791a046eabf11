/** Hands messages to hosts that students have named. One that fails or hangs costs the others nothing. */
import type { Outgoing, OutgoingAnswer, OutgoingClient } from '../net/outgoing.ts';
import { CodedError } from '../runtime/index.ts';
import type { Delivery } from './channel.ts';
import { notifyError } from './errors.ts';
import type { MuteReason } from './mute-reason.ts';
import type { Share } from './shares.ts';
import { Shares } from './shares.ts';
import { Silences } from './silences.ts';

/** The most messages that are under way, and the most to one host. A message that hangs costs little. */
export const UNDER_WAY = 128;
const PER_HOST = 64;
/**
 * Milliseconds that a message waits for a place, then until it is tried again, and until one to a host that does not
 * answer.
 */
const WAIT_MS = 500;
const CROWDED_MS = 500;
const SILENT_MS = 15_000;

export interface Parcel {
  readonly host: string;
  /** The id of the student. */
  readonly student: string;
  /** Sent one after another. The first that is not accepted ends the delivery. */
  readonly messages: readonly Outgoing[];
}

/** Says why a status means that the destination takes no more messages; null: it does not mean that. */
export type Refusal = (status: number) => MuteReason | null;

export class Destinations {
  readonly #client: OutgoingClient;
  readonly #refusal: Refusal;
  readonly #shares = new Shares(PER_HOST);
  readonly #silences = new Silences();

  constructor(client: OutgoingClient, refusal: Refusal) {
    this.#client = client;
    this.#refusal = refusal;
  }

  async deliver({ host, student, messages }: Parcel, mayHandOver: () => Promise<boolean>): Promise<Delivery> {
    const share = this.#shares.enter(host, student) ?? (await this.#whenFree(host, student));
    if (share === undefined) return { outcome: 'busy', inMs: this.#shares.isSilent(host) ? SILENT_MS : CROWDED_MS };
    let answered = !this.#shares.isSilent(host);
    try {
      if (!(await mayHandOver())) return { outcome: 'withdrawn' };
      const delivery = await this.send(messages);
      answered = !(delivery.outcome === 'failed' && delivery.silent);
      if (answered) this.#silences.answered();
      else if (delivery.outcome === 'failed') delivery.outage = this.#silences.unanswered(host, student);
      return delivery;
    } finally {
      share.end(answered);
    }
  }

  /** Sends the messages now. `silent`: a host gave no answer. */
  async send(messages: readonly Outgoing[]): Promise<Sent> {
    for (const message of messages) {
      const result = await this.#one(message);
      if (result.outcome !== 'sent') return result;
    }
    return { outcome: 'sent' };
  }

  /**
   * A host that answers has a place soon. While messages wait for one, no more are claimed: thousands to one push
   * service would be put off again and again.
   */
  async #whenFree(host: string, student: string): Promise<Share | undefined> {
    if (this.#shares.isSilent(host) || this.#shares.isUsedUp(student)) return undefined;
    const { clock } = this.#client;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        leave();
        clock.clearTimeout(timer);
        resolve();
      };
      const leave = this.#shares.wait(host, go);
      const timer = clock.setTimeout(go, WAIT_MS);
    });
    return this.#shares.enter(host, student);
  }

  close(): void {
    this.#client.close();
  }

  async #one(message: Outgoing): Promise<Sent> {
    let answer: OutgoingAnswer;
    try {
      answer = await this.#client.send(message);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const text = `${error.code}: ${error.message}`;
      if (error.code === 'PMC_DESTINATION_REFUSED') return { outcome: 'gone', error: text, reason: 'not-public' };
      return { outcome: 'failed', error: text, outage: false, silent: true };
    }
    const { status } = answer;
    if (status >= 200 && status < 300) return { outcome: 'sent' };
    const { code, message: text } = notifyError('PMC_DESTINATION_ANSWERED', {
      host: new URL(message.url).host,
      status,
    });
    const reason = this.#refusal(status);
    return reason === null
      ? { outcome: 'failed', error: `${code}: ${text}`, outage: false, silent: false }
      : { outcome: 'gone', error: `${code}: ${text}`, reason };
  }
}

export type Sent =
  Extract<Delivery, { outcome: 'sent' | 'gone' }> | (Extract<Delivery, { outcome: 'failed' }> & { silent: boolean });
