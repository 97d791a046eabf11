/**
 * A session that outlives its connection: the messages about changes at QoS 1 that its client has not acknowledged. It
 * stores none of them. It reads the table of changes at the pace of the client, and remembers the place.
 */
import { matches } from '../runtime/index.ts';
import type { ChangePage } from '../store/changes.ts';
import type { KeptSession as StoredSession } from '../store/kept-sessions.ts';
import type { OutsiderStream } from './outsider-stream.ts';
import { encode } from './publish-packet.ts';
import { CHANGES_ROOT, changeTopic } from './topics.ts';

/** The most messages that may wait for their acknowledgement. */
const WINDOW = 100;
/** The most messages for a client that was away. Those after them are lost, as in Mosquitto with a full queue. */
export const KEPT_MESSAGES = 10_000;

export interface KeptSessionOptions {
  readonly stored: StoredSession;
  readonly stream: Pick<OutsiderStream, 'deliver' | 'destroyed' | 'onAcknowledged'>;
  /** The newest change when the client came back. */
  readonly newest: string;
  /** undefined: the changes after the cursor may be deleted. */
  readonly page: (cursor: string, limit: number) => Promise<ChangePage | undefined>;
  readonly save: (session: StoredSession) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export class KeptSession {
  readonly #options: KeptSessionOptions;
  readonly #filters: Map<string, 0 | 1>;
  /** By packet identifier, oldest first: the cursor before the message that is not acknowledged. */
  readonly #unacknowledged = new Map<number, string>();
  /** It has read up to here. */
  #cursor: string;
  #backlog: { readonly until: number; left: number } | undefined;
  #reading = false;
  #again = false;
  /** The running save and the one that follows it, which saves what is true then. */
  #saving: Promise<void> = Promise.resolve();
  #nextSave: Promise<void> | undefined;
  #savedCursor = '';

  constructor(options: KeptSessionOptions) {
    this.#options = options;
    const { stored, stream, newest } = options;
    this.#filters = new Map(stored.filters.map(({ topic, qos }) => [topic, qos]));
    this.#cursor = stored.cursor;
    this.#backlog = { until: Number(newest), left: KEPT_MESSAGES };
    stream.onAcknowledged = (id) => this.acknowledge(id);
  }

  get filters(): StoredSession['filters'] {
    return [...this.#filters].map(([topic, qos]) => ({ topic, qos }));
  }

  subscribe(topic: string, qos: 0 | 1): void {
    this.#filters.set(topic, qos);
  }

  unsubscribe(topics: readonly string[]): void {
    for (const topic of topics) this.#filters.delete(topic);
  }

  /** Whether this session sends the messages of the topic, instead of the broker. */
  covers(topic: string): boolean {
    if (!topic.startsWith(`${CHANGES_ROOT}/`)) return false;
    for (const [filter, qos] of this.#filters) if (qos === 1 && matches(filter, topic)) return true;
    return false;
  }

  acknowledge(id: number): void {
    if (this.#unacknowledged.delete(id) && this.#unacknowledged.size <= WINDOW / 2) this.read();
  }

  /** Sends the next changes. Called when there may be some. */
  read(): void {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    void this.#readAll()
      .catch(this.#options.onError)
      .finally(() => {
        this.#reading = false;
      });
  }

  /**
   * Saves filters and place. What is not acknowledged by then is sent again. One save at a time: a slow one must not
   * overwrite a later one.
   */
  save(): Promise<void> {
    if (this.#nextSave === undefined) {
      const save = () => this.#saveNow();
      this.#saving = this.#saving.then(save, save);
      this.#nextSave = this.#saving;
    }
    return this.#nextSave;
  }

  /** Whether the client has acknowledged something since it was saved. */
  get changed(): boolean {
    return this.#place !== this.#savedCursor;
  }

  async #saveNow(): Promise<void> {
    this.#nextSave = undefined;
    const { keyId, clientId } = this.#options.stored;
    const cursor = this.#place;
    await this.#options.save({ keyId, clientId, filters: this.filters, cursor });
    this.#savedCursor = cursor;
  }

  /** The cursor before the first message that is not acknowledged. */
  get #place(): string {
    const [first] = this.#unacknowledged.values();
    return first ?? this.#cursor;
  }

  async #readAll(): Promise<void> {
    const { stream, page } = this.#options;
    while (this.#again && !stream.destroyed) {
      const room = WINDOW - this.#unacknowledged.size;
      if (room <= 0) return;
      this.#again = false;
      const found = await page(this.#cursor, room);
      if (found === undefined) {
        this.#cursor = this.#options.newest;
        continue;
      }
      for (const { cursor, change } of found.changes) {
        const topic = changeTopic(change);
        if (this.covers(topic) && this.#isWithin(cursor)) {
          const message = encode({ topic, payload: JSON.stringify(change), retain: false }, 1);
          this.#unacknowledged.set(stream.deliver(message), this.#cursor);
        }
        this.#cursor = cursor;
      }
      if (found.changes.length === room) this.#again = true;
    }
  }

  /** Whether the message is one of the most that are kept for a client that was away. */
  #isWithin(cursor: string): boolean {
    if (this.#backlog === undefined) return true;
    if (Number(cursor) > this.#backlog.until) {
      this.#backlog = undefined;
      return true;
    }
    this.#backlog.left -= 1;
    return this.#backlog.left >= 0;
  }
}
