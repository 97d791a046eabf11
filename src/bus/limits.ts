/** What the clients of the broker may cost it. All but `threadLagBytes` are about outsiders. */
export interface Limits {
  /** TCP and WebSocket connections together. */
  readonly connections: number;
  /** Outsiders send CONNECT, SUBSCRIBE and acknowledgements only. */
  readonly packetBytes: number;
  readonly clientIdLength: number;
  /** Of one connection. */
  readonly subscriptions: number;
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
  connections: 1_000, packetBytes: 64 * 1024, clientIdLength: 256, subscriptions: 500,
  lagBytes: 4 * 1024 * 1024, threadLagBytes: 64 * 1024 * 1024, drainTimeoutMs: 10_000, connectTimeoutMs: 10_000,
};
