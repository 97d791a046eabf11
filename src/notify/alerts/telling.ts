/**
 * Tells operators of incidents: each recipient once of the start and once of the end, also across restarts, because
 * the store remembers who was told. Only a crash between a message and its note in the store can repeat one.
 */
import type { Clock, Logger } from '../../runtime/index.ts';
import { reasonOf } from '../../runtime/index.ts';
import type { Incident } from '../../store/incidents.ts';
import type { News } from './news.ts';

export interface Recipient {
  /** `webhook`, or a mail address. */
  readonly name: string;
  /** Rejects when the message was not taken. */
  send(news: News): Promise<void>;
}

export interface TellingOptions {
  readonly recipients: readonly Recipient[];
  /** Notes in the store who was told. */
  readonly note: (id: string, told: readonly string[]) => Promise<void>;
  readonly clock: Pick<Clock, 'monotonic' | 'now'>;
  readonly log: Logger;
}

/** Pause after a failed attempt. */
const RETRY_MS = 30_000;
/** An end is told so long after it, even to somebody who was not told of the start. */
const LATE_MS = 600_000;

export class AlertTelling {
  readonly #options: TellingOptions;
  /** What was told by this process, by incident. The store may not know it yet. */
  readonly #told = new Map<string, Set<string>>();
  readonly #underWay = new Set<string>();
  readonly #notBefore = new Map<string, number>();

  constructor(options: TellingOptions) {
    this.#options = options;
  }

  /** Begins to tell what was not told yet. Never rejects and does not wait. */
  tell(incidents: readonly Incident[]): void {
    const listed = new Set(incidents.map(({ id }) => id));
    for (const id of this.#told.keys()) if (!listed.has(id)) this.#told.delete(id);
    for (const incident of incidents)
      for (const recipient of this.#options.recipients) {
        const what = `${incident.endedAt === null ? 'start' : 'end'} ${recipient.name}`;
        if (this.#isDue(incident, recipient.name, what)) void this.#send(incident, recipient, what);
      }
  }

  #isDue({ id, told, endedAt }: Incident, recipient: string, what: string): boolean {
    const { clock } = this.#options;
    const known = new Set([...told, ...(this.#told.get(id) ?? [])]);
    if (known.has(what) || this.#underWay.has(`${id} ${recipient}`)) return false;
    if ((this.#notBefore.get(recipient) ?? 0) > clock.monotonic()) return false;
    return endedAt === null || known.has(`start ${recipient}`) || clock.now() - Date.parse(endedAt) < LATE_MS;
  }

  async #send(incident: Incident, recipient: Recipient, what: string): Promise<void> {
    const { note, clock, log } = this.#options;
    const { id, alert } = incident;
    const key = `${id} ${recipient.name}`;
    this.#underWay.add(key);
    try {
      await recipient.send(incident);
      this.#told.set(id, (this.#told.get(id) ?? new Set()).add(what));
      await note(id, [...this.#told.get(id)!]).catch((error: unknown) =>
        log.debug({ reason: reasonOf(error) }, 'who was told of an alert is noted later'),
      );
    } catch (error) {
      this.#notBefore.set(recipient.name, clock.monotonic() + RETRY_MS);
      log.warn(
        { alert, to: recipient.name === 'webhook' ? 'webhook' : 'mail', reason: reasonOf(error) },
        'an operator was not told of an alert yet',
      );
    } finally {
      this.#underWay.delete(key);
    }
  }
}
