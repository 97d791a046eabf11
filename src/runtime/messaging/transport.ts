/**
 * How envelopes travel. The runtime knows this interface and no broker. `testing/transport-contract.ts` tests an
 * implementation.
 *
 * A transport may be closed and opened again. Subscriptions survive both: on a closed transport `subscribe` registers
 * and resolves at once, and opening makes every registered subscription active. So an actor of the tree may be the one
 * that opens the transport.
 */
export interface Transport {
  /**
   * Delivers at most once to the subscribers there are. Resolves when handed over; rejects with
   * RUNTIME_TRANSPORT_UNAVAILABLE when closed.
   */
  publish(topic: string, payload: string): Promise<void>;
  /**
   * `topic` may end in `/#` (MQTT rules). Messages of one publisher on one topic arrive in order; all subscribers of
   * one message on this transport are called in one go, so that they agree on who is alive. Resolves when active, or
   * registered when closed.
   */
  subscribe(topic: string, receive: (topic: string, payload: string) => void): Promise<Subscription>;
  close(): Promise<void>;
}

export interface Subscription {
  /** Ends this subscription and no other of the same topic. Works on a closed transport too. */
  close(): Promise<void>;
}

/** Whether `topic` is `filter`, or where that ends in `/#` its parent or anything below. */
export function matches(filter: string, topic: string): boolean {
  if (!filter.endsWith('/#')) return filter === topic;
  const parent = filter.slice(0, -2);
  return topic === parent || topic.startsWith(`${parent}/`);
}
