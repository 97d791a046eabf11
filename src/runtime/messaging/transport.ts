/**
 * How envelopes travel. The runtime knows this port and no broker: `bus/` implements it over MQTT, the in-memory
 * one in `memory-transport.ts` serves the runtime's own tests, and both pass one contract suite.
 *
 * A transport may be closed and opened again, and subscriptions outlive both: on a closed transport `subscribe`
 * registers and resolves at once, opening makes all that is registered active. So actors need not know whether the
 * actor that opens the bus has been started yet.
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

/** Every message between actors is on a topic below this. */
export const ACTOR_TOPIC_ROOT = 'pickmyclass/actors';

export function topicOf(address: string): string {
  return `${ACTOR_TOPIC_ROOT}/${address}`;
}

export function addressOf(topic: string): string {
  return topic.slice(ACTOR_TOPIC_ROOT.length + 1);
}

/** Whether `topic` is `filter`, or where that ends in `/#` its parent or anything below. */
export function matches(filter: string, topic: string): boolean {
  if (!filter.endsWith('/#')) return filter === topic;
  const parent = filter.slice(0, -2);
  return topic === parent || topic.startsWith(`${parent}/`);
}
