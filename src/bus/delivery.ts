/** Delivers packets to the subscribers of the broker: at once, in order, and without waiting for any of them. */
import mqemitter from 'mqemitter';
import type { MQEmitter } from 'mqemitter';

/**
 * The emitter behind the broker. It differs from the broker's own in two ways:
 *
 * - A publisher does not wait until every subscriber has drained, because one frozen client would delay all. A
 *   subscriber that lags is dropped instead.
 * - Packets are numbered when they are emitted. The broker numbers them when they arrive and drops a lower number as a
 *   duplicate. As it emits a retained packet after the plain one behind it, subscribers would lose the retained one.
 */
export function createDelivery(): MQEmitter {
  const emitter = mqemitter({ concurrency: 0 });
  const emit = emitter.emit.bind(emitter);
  let emitted = 0;
  emitter.emit = (packet, done) => {
    emitted += 1;
    packet['brokerCounter'] = emitted;
    emit(packet);
    done?.();
  };
  return emitter;
}
