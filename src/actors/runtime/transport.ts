/**
 * How envelopes travel. The runtime knows this port and no broker: `bus/` implements it over MQTT, the in-memory
 * one below `memory-transport.ts` serves the runtime's own tests, and both pass one contract suite.
 */
export interface Transport {
  /** Delivers at most once to the subscribers there are. Resolves when handed over; rejects when there is no connection. */
  publish(topic: string, payload: string): Promise<void>;
  /** `topic` may end in `/#` (MQTT rules). Messages of one publisher on one topic arrive in order. Resolves when active. */
  subscribe(topic: string, receive: (topic: string, payload: string) => void): Promise<Subscription>;
  close(): Promise<void>;
}

export interface Subscription { close(): Promise<void> }

/** Every message between actors is on a topic below this. */
export const ACTOR_TOPIC_ROOT = 'pickmyclass/actors';

export function topicOf(address: string): string {
  return `${ACTOR_TOPIC_ROOT}/${address}`;
}
