/** What the clients of the broker may cost it. All but `threadLagBytes` are about outsiders. */
export interface Limits {
  /** TCP and WebSocket connections together. `anonymous` and `waiting` leave places to clients with credentials. */
  readonly connections: number;
  /** Connections without credentials: of all, and of one address (IPv6: of one /64). */
  readonly anonymous: number;
  readonly anonymousPerAddress: number;
  /**
   * Connections that have not said who they are: of all, and of one address. Beyond it the one that has waited longest
   * goes.
   */
  readonly waiting: number;
  readonly waitingPerAddress: number;
  /** Bytes held in memory for all outsiders together. Beyond it those with most go, the anonymous ones first. */
  readonly outsiderBytes: number;
  /** Outsiders need to send CONNECT, SUBSCRIBE and acknowledgements only. A larger packet ends the connection. */
  readonly packetBytes: number;
  readonly clientIdLength: number;
  readonly filterLength: number;
  /** Of one connection. */
  readonly subscriptions: number;
  /** How soon what is retained is sent again to who subscribes to the same filter again. */
  readonly repeatMs: number;
  /** Bytes that wait for a client to read them; beyond it the client is dropped. */
  readonly lagBytes: number;
  /** The same for a worker thread, whose messages may be whole answers of a source. */
  readonly threadLagBytes: number;
  /** A client that reads nothing for this long while something waits for it is dropped. */
  readonly drainTimeoutMs: number;
  /** From the connection to its CONNECT. */
  readonly connectTimeoutMs: number;
}

export const LIMITS: Limits = {
  connections: 1_000,
  anonymous: 600,
  anonymousPerAddress: 200,
  waiting: 300,
  waitingPerAddress: 200,
  outsiderBytes: 64 * 1024 * 1024,
  packetBytes: 64 * 1024,
  clientIdLength: 256,
  filterLength: 256,
  subscriptions: 500,
  repeatMs: 10_000,
  lagBytes: 4 * 1024 * 1024,
  threadLagBytes: 64 * 1024 * 1024,
  drainTimeoutMs: 10_000,
  connectTimeoutMs: 10_000,
};
