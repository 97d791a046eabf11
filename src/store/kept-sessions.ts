/** What is remembered of MQTT clients with kept sessions: their filters, and how far they have read. */

export interface KeptSession {
  /** The key that the client signs in with, and the client's own id. */
  keyId: string;
  clientId: string;
  filters: { topic: string; qos: 0 | 1 }[];
  /** The cursor of the last change before the first one that is not acknowledged. */
  cursor: string;
}

/** Not part of the archive: a session lives an hour, and its cursor means nothing in another store. */
export interface KeptSessionStore {
  /** undefined: there is none, or it was saved longer than `forMs` ago. */
  find(keyId: string, clientId: string, forMs: number): Promise<KeptSession | undefined>;
  /** Adds or replaces it. */
  save(session: KeptSession): Promise<void>;
  remove(keyId: string, clientId: string): Promise<void>;
  /** The number of sessions of a key. */
  count(keyId: string): Promise<number>;
  /** Removes those that were saved longer than `forMs` ago. */
  forget(forMs: number): Promise<void>;
}
