/** Finds out in the background how large a packet an external broker passes on. */
import type { Clock, Logger } from '../runtime/index.ts';
import type { BrokerAddress } from './broker-link.ts';
import { busError } from './errors.ts';
import { NEEDED_BYTES } from './parts.ts';
import { largestPacket } from './probe-broker.ts';

export class PacketCheck {
  readonly #address: BrokerAddress;
  readonly #clock: Clock;
  readonly #log: Logger;
  #limit: number | null = null;
  #running: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;

  constructor(address: BrokerAddress, clock: Clock, log: Logger) {
    this.#address = address;
    this.#clock = clock;
    this.#log = log;
  }

  /** Bytes of the largest packet that came through; null when that is enough, or not known yet. */
  get limit(): number | null {
    return this.#limit;
  }

  /** Does nothing while a check is running. */
  start(): void {
    if (this.#running !== undefined) return;
    const abort = new AbortController();
    const done = this.#check(abort.signal).finally(() => {
      this.#running = undefined;
    });
    this.#running = { abort, done };
  }

  async stop(): Promise<void> {
    this.#running?.abort.abort();
    await this.#running?.done;
  }

  async #check(ended: AbortSignal): Promise<void> {
    const broker = this.#address.host;
    const bytes = await largestPacket(this.#address, this.#clock, ended);
    if (bytes === undefined) return this.#log.debug({ broker }, 'the packet limit of the broker could not be measured');
    this.#limit = bytes < NEEDED_BYTES ? bytes : null;
    if (this.#limit !== null)
      this.#log.error(
        { broker, err: busError('PMC_BUS_PACKETS_LIMITED', { bytes, needed: NEEDED_BYTES }) },
        'the broker drops large messages',
      );
  }
}
