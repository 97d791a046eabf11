/** A channel whose answers are set by the test, for tests that depend on an exact order of events. */
import type { Bundle, Channel, Delivery } from '../../src/notify/channel.ts';

export const SENT: Delivery = { outcome: 'sent' };
export const OUTAGE: Delivery = { outcome: 'failed', error: 'PMC_MAIL_FAILED: connection refused', outage: true };
export const PUT_OFF: Delivery = { outcome: 'failed', error: 'PMC_MAIL_FAILED: greylisted', outage: false };
export const REFUSED: Delivery = {
  outcome: 'refused',
  error: 'PMC_MAIL_REFUSED: 550',
  text: '550 user unknown',
  noAddress: false,
};
export const BLOCKED: Delivery = { outcome: 'blocked', error: 'PMC_MAIL_BLOCKED: 550 5.4.5 daily limit' };

export class ScriptedChannel implements Channel {
  readonly name = 'email';
  readonly concurrency: number;
  /** Every hand-over that has begun, in order. */
  readonly begun: Bundle[] = [];
  /** The bundles that were handed over, in order. */
  readonly sent: Bundle[] = [];
  readonly sends: string[] = [];
  answer: () => Delivery | Promise<Delivery> = () => SENT;
  sendError: Error | undefined;
  closed = false;
  readonly #hung: ((delivery: Delivery) => void)[] = [];

  constructor(concurrency = 5) {
    this.concurrency = concurrency;
  }

  /** The changes in the accepted messages, in order. */
  get told(): string[] {
    return this.begun.flat().flatMap(({ change, notice }) => change?.id ?? notice ?? []);
  }

  async deliver(bundle: Bundle, mayHandOver: () => Promise<boolean>): Promise<Delivery> {
    this.begun.push(bundle);
    const delivery = await this.answer();
    if (!(await mayHandOver())) return { outcome: 'withdrawn' };
    if (delivery.outcome === 'sent') this.sent.push(bundle);
    return delivery;
  }

  async send({ to }: { to: string }): Promise<void> {
    this.sends.push(to);
    if (this.sendError !== undefined) throw this.sendError;
  }

  /** From now on, every hand-over waits until it is let go. */
  hang(): void {
    this.answer = () =>
      new Promise((resolve) => {
        this.#hung.push(resolve);
      });
  }

  get hung(): number {
    return this.#hung.length;
  }

  /** Ends the oldest waiting hand-over. */
  letGo(): void {
    this.#hung.shift()?.(SENT);
  }

  async verify(): Promise<void> {
    if (this.sendError !== undefined) throw this.sendError;
  }
  async close(): Promise<void> {
    this.closed = true;
    for (const end of this.#hung.splice(0)) end(OUTAGE);
  }
}
