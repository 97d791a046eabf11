import { parser } from 'mqtt-packet';
import type { IPublishPacket } from 'mqtt-packet';
import t from 'tap';
import { encode } from '../../src/bus/publish-packet.ts';

t.test('payloads of any length are whole', (t) => {
  for (const length of [0, 1, 100, 127, 128, 16_383, 16_384, 60_000]) {
    const read: IPublishPacket[] = [];
    const incoming = parser({ protocolVersion: 4 });
    incoming.on('packet', (packet) => read.push(packet as IPublishPacket));
    incoming.parse(encode({ topic: 'a', payload: 'x'.repeat(length), retain: false }, 0).bytes);
    t.same(
      read.map(({ payload }) => payload.length),
      [length],
    );
  }
  t.end();
});

t.test('a message is encoded once for all readers of one QoS and kind', (t) => {
  const message = { topic: 'a', payload: Buffer.alloc(10), retain: false };
  t.equal(encode(message, 1), encode({ ...message }, 1));
  t.not(encode(message, 1), encode(message, 0));
  t.not(encode(message, 1), encode({ ...message, retain: true }, 1));
  t.end();
});
