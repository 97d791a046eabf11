/** How a packet reaches the broker's subscribers: at once, in order, and without anybody waiting for anybody. */
import mqemitter from 'mqemitter';
import type { MQEmitter } from 'mqemitter';

/**
 * The emitter behind the broker, with two differences from the one the broker would make itself:
 *
 * - A publisher does not wait until every subscriber has drained: one frozen client would hold up all. A subscriber that
 *   lags is dropped instead.
 * - Packets are numbered as they are emitted. The broker numbers them as they come in and takes a number lower than the
 *   last one for a duplicate; but it emits a retained packet later than the plain one behind it, so subscribers would lose it.
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
