/** The kept sessions of MQTT clients in MongoDB. */
import type { KeptSession, KeptSessionStore } from '../kept-sessions.ts';
import type { Connection } from './connection.ts';
import type { KeptSessionDocument } from './documents.ts';

/** No key id contains a slash. */
const idOf = (keyId: string, clientId: string): string => `${keyId}/${clientId}`;

export class MongoKeptSessions implements KeptSessionStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async find(keyId: string, clientId: string, forMs: number): Promise<KeptSession | undefined> {
    const since = new Date(this.#connection.now() - forMs);
    const found = await this.#connection.use(({ keptSessions }) =>
      keptSessions.findOne({ _id: idOf(keyId, clientId), savedAt: { $gte: since } }),
    );
    return found === null ? undefined : { keyId, clientId, filters: found.filters, cursor: found.cursor };
  }

  async save({ keyId, clientId, filters, cursor }: KeptSession): Promise<void> {
    const savedAt = new Date(this.#connection.now());
    const document: Omit<KeptSessionDocument, '_id'> = { keyId, filters, cursor, savedAt };
    await this.#connection.use(({ keptSessions }) =>
      keptSessions.replaceOne({ _id: idOf(keyId, clientId) }, document, { upsert: true }),
    );
  }

  async remove(keyId: string, clientId: string): Promise<void> {
    await this.#connection.use(({ keptSessions }) => keptSessions.deleteOne({ _id: idOf(keyId, clientId) }));
  }

  async count(keyId: string): Promise<number> {
    return await this.#connection.use(({ keptSessions }) => keptSessions.countDocuments({ keyId }));
  }

  async forget(forMs: number): Promise<void> {
    const before = new Date(this.#connection.now() - forMs);
    await this.#connection.use(({ keptSessions }) => keptSessions.deleteMany({ savedAt: { $lt: before } }));
  }
}
