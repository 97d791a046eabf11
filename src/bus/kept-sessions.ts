/** The kept sessions of clients with a key, connected or away. */
import type { Clock, Logger } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import type { ChangePage } from '../store/changes.ts';
import type { Store } from '../store/store.ts';
import { KeptSession } from './kept-session.ts';
import type { OutsiderStream } from './outsider-stream.ts';

/** How long a session lives after its connection. */
export const KEPT_MS = 3_600_000;
/** Of one key, connected or away. */
const SESSIONS_PER_KEY = 100;
/** How often a place is saved. After a crash, what was acknowledged since then is sent again. */
const SAVE_MS = 5_000;
/** How often a session is saved that has read nothing: only the time of the last save tells that it lives. */
const ALIVE_SAVES = 12;

export interface KeptSessionsOptions {
  readonly store: Pick<Store, 'keptSessions' | 'changes'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export class KeptSessions {
  readonly #options: KeptSessionsOptions;
  /** Those of connected clients, by key and client id. */
  readonly #connected = new Map<string, { session: KeptSession; end: () => Promise<void> }>();
  /** Pages that are being read. Sessions that are up to date ask for the same one. */
  readonly #pages = new Map<string, Promise<ChangePage | undefined>>();

  constructor(options: KeptSessionsOptions) {
    this.#options = options;
  }

  /**
   * Resumes the session of a client, or begins one; undefined: its key has too many. Rejects when the store does not
   * answer. `filters` is empty for a new session.
   */
  async open(keyId: string, clientId: string, stream: OutsiderStream): Promise<KeptSession | undefined> {
    const { keptSessions, changes } = this.#options.store;
    const id = `${keyId}/${clientId}`;
    // The client has lost its connection, and the broker has not noticed yet.
    await this.#connected.get(id)?.end();
    await keptSessions.forget(KEPT_MS);
    const [found, newest] = await Promise.all([keptSessions.find(keyId, clientId, KEPT_MS), changes.latestCursor()]);
    if (found === undefined && (await keptSessions.count(keyId)) >= SESSIONS_PER_KEY) return undefined;
    const session = new KeptSession({
      stored: found ?? { keyId, clientId, filters: [], cursor: newest },
      stream,
      newest,
      page: (cursor, limit) => this.#page(cursor, limit),
      save: (stored) => keptSessions.save(stored),
      onError: (error) => this.#report(error),
    });
    if (!stream.destroyed) this.#keep(id, session, stream);
    return session;
  }

  /** Ends the session of a client that asks for a clean one. */
  async remove(keyId: string, clientId: string): Promise<void> {
    await this.#connected.get(`${keyId}/${clientId}`)?.end();
    await this.#options.store.keptSessions.remove(keyId, clientId);
  }

  /** Saves the session from time to time, and once more when its connection ends. */
  #keep(id: string, session: KeptSession, stream: OutsiderStream): void {
    const { clock } = this.#options;
    let idle = 0;
    const later = () =>
      clock.setTimeout(() => {
        idle += 1;
        if (session.changed || idle >= ALIVE_SAVES) {
          idle = 0;
          session.save().catch((error: unknown) => this.#report(error));
        }
        timer = later();
      }, SAVE_MS);
    let timer = later();
    let ended: Promise<void> | undefined;
    const end = (): Promise<void> => {
      ended ??= session
        .save()
        .catch((error: unknown) => this.#report(error))
        .finally(() => {
          if (this.#connected.get(id)?.session === session) this.#connected.delete(id);
        });
      clock.clearTimeout(timer);
      stream.destroy();
      return ended;
    };
    this.#connected.set(id, { session, end });
    stream.once('close', () => void end());
  }

  #page(cursor: string, limit: number): Promise<ChangePage | undefined> {
    const asked = `${cursor} ${limit}`;
    const underWay = this.#pages.get(asked);
    if (underWay !== undefined) return underWay;
    const page = this.#options.store.changes.page(cursor, limit).finally(() => this.#pages.delete(asked));
    this.#pages.set(asked, page);
    return page;
  }

  /** The session goes on with the next change, or when its client returns. */
  #report(error: unknown): void {
    this.#options.log.warn({ reason: reasonOf(error) }, 'a kept session could not use the store');
  }
}
