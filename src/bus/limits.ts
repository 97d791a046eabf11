/** How much the clients of the embedded broker may use. All but `threadLagBytes` are for clients from outside. */
export interface Limits {
  /**
   * TCP and WebSocket connections together. `anonymous` and `waiting` keep places free for clients with credentials.
   */
  readonly connections: number;
  /**
   * Connections without credentials: in all, and from one address (IPv6: from one /64). The addresses of this machine
   * are not limited: behind them are its own programs, or a proxy with the clients of many addresses.
   */
  readonly anonymous: number;
  readonly anonymousPerAddress: number;
  /** Connections with one key. */
  readonly perKey: number;
  /**
   * Connections without a CONNECT yet: in all, and from one address of another machine. Beyond that, the longest
   * waiting one is closed.
   */
  readonly waiting: number;
  readonly waitingPerAddress: number;
  /** Bytes in memory for all of them. Beyond that, the clients that hold most are dropped, anonymous ones first. */
  readonly outsiderBytes: number;
  /** They only need to send CONNECT, SUBSCRIBE and acknowledgements. A larger packet ends the connection. */
  readonly packetBytes: number;
  readonly clientIdLength: number;
  readonly filterLength: number;
  /** Of one connection. */
  readonly subscriptions: number;
  /** How long a client waits for the retained states of a filter that it has subscribed to before. */
  readonly repeatMs: number;
  /** Bytes that may wait for a client to read them. Beyond that, the client is dropped. */
  readonly lagBytes: number;
  /** The same for a worker thread. Its messages may be whole answers of a source. */
  readonly threadLagBytes: number;
  /** A client that reads nothing for this long while something waits for it is dropped. */
  readonly drainTimeoutMs: number;
  /** From the connection to its CONNECT. */
  readonly connectTimeoutMs: number;
}

export const LIMITS: Limits = {
  connections: 5_000,
  anonymous: 2_500,
  anonymousPerAddress: 200,
  perKey: 2_000,
  waiting: 1_000,
  waitingPerAddress: 200,
  outsiderBytes: 128 * 1024 * 1024,
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
