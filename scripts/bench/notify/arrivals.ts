/** When an opening arrives at a live page, at an MQTT client and at the mail server. */
import { once } from 'node:events';
import { connectAsync } from 'mqtt';
import { WebSocket } from 'ws';
import type { Change } from '../../../src/domain/change.ts';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { inTime } from '../in-time.ts';
import type { Program } from '../program.ts';
import type { MailSink } from './mail-sink.ts';

export const WAYS = ['frame', 'MQTT message', 'mail'] as const;
type Way = (typeof WAYS)[number];
/** Milliseconds from the answer's arrival. */
export type Delays = Record<Way, number>;

type Frame =
  | { type: 'change'; change: Change }
  | { type: 'snapshot'; sections: { section: string; status: string }[] }
  | { type: 'checked' };

const now = (): number => performance.timeOrigin + performance.now();

export class Arrivals {
  readonly #mails: MailSink;
  readonly #status = new Map<string, string>();
  #whenSeen: () => void = () => {};
  readonly #waiting = new Map<Way, (change: { at: number; change?: Change }) => void>();

  private constructor(mails: MailSink) {
    this.#mails = mails;
  }

  static async at(owner: Owner, program: Program, mails: MailSink, sections: readonly string[]): Promise<Arrivals> {
    const arrivals = new Arrivals(mails);
    const page = new WebSocket(program.liveUrl);
    await once(page, 'open');
    owner.teardown(() => page.terminate());
    page.on('message', (data: Buffer) => arrivals.#read(JSON.parse(data.toString()) as Frame));
    page.send(JSON.stringify({ type: 'subscribe', sections }));
    const client = await connectAsync(program.mqttUrl, { protocolVersion: 4 });
    owner.teardown(() => client.endAsync(true));
    client.on('message', (_topic, payload) => arrivals.#hear('MQTT message', JSON.parse(payload.toString()) as Change));
    await client.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
    return arrivals;
  }

  /** Resolves when the live page shows all these sections as full. */
  async untilFull(sections: readonly string[]): Promise<void> {
    while (!sections.every((section) => this.#status.get(section) === 'full'))
      await inTime(
        new Promise<void>((resolve) => {
          this.#whenSeen = resolve;
        }),
        'the live page to show full sections',
      );
  }

  /** Opens a section, and waits until one frame, one message and `mails` mails have arrived; the last mail counts. */
  async of(open: () => void, mails: number): Promise<Delays> {
    const last = this.#mails.next(mails).then((all) => all.at(-1)!.at);
    const { told, ...delays } = await this.until(open, last);
    return { ...delays, mail: told };
  }

  /** The same for what is told over another channel. `last`: when the last message arrived, epoch milliseconds. */
  async until(open: () => void, last: Promise<number>): Promise<Omit<Delays, 'mail'> & { told: number }> {
    const [frame, message] = [this.#next('frame'), this.#next('MQTT message')];
    open();
    const all = await inTime(Promise.all([frame, message, last]), 'an opening to be told');
    const arrived = Date.parse(all[1].change!.detectedAt);
    return { frame: all[0].at - arrived, 'MQTT message': all[1].at - arrived, told: all[2] - arrived };
  }

  #read(frame: Frame): void {
    if (frame.type === 'change') this.#hear('frame', frame.change);
    const seen = frame.type === 'change' ? [frame.change.after] : frame.type === 'snapshot' ? frame.sections : [];
    for (const { section, status } of seen) this.#status.set(section, status);
    this.#whenSeen();
  }

  #next(way: Way): Promise<{ at: number; change?: Change }> {
    return new Promise((resolve) => {
      this.#waiting.set(way, resolve);
    });
  }

  #hear(way: Way, change: Change): void {
    if (change.kind === 'opened') this.#waiting.get(way)?.({ at: now(), change });
  }
}
