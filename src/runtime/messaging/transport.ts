/**
 * Carries envelopes. The runtime knows only this interface, no broker. `testing/transport-contract.ts` tests an
 * implementation.
 *
 * A transport may be closed and opened again. Subscriptions survive both: on a closed transport `subscribe` registers
 * the subscription and resolves at once, and opening activates all registered subscriptions. So an actor of the tree
 * can open the transport.
 */
export interface Transport {
  /**
   * Delivers at most once to the current subscribers. Resolves when the message is handed over; returns undefined when
   * it is handed over already. Rejects with RUNTIME_TRANSPORT_UNAVAILABLE when closed.
   */
  publish(topic: string, payload: string): Promise<void> | undefined;
  /**
   * `topic` may end in `/#` (MQTT rules). Messages of one publisher on one topic arrive in order. All subscribers of
   * a message on this transport are called in one turn, so that they agree on which actors are live. Resolves when the
   * subscription is active or, on a closed transport, registered.
   */
  subscribe(topic: string, receive: (topic: string, payload: string) => void): Promise<Subscription>;
  close(): Promise<void>;
}

export interface Subscription {
  /** Ends this subscription, but no other one of the same topic. Works on a closed transport too. */
  close(): Promise<void>;
}

/** Returns whether `topic` equals `filter` or, if that ends in `/#`, is its parent or anything below. */
export function matches(filter: string, topic: string): boolean {
  if (!filter.endsWith('/#')) return filter === topic;
  const parent = filter.slice(0, -2);
  return topic === parent || topic.startsWith(`${parent}/`);
}
