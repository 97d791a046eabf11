import { parser } from 'mqtt-packet';
import type { IPublishPacket, Packet } from 'mqtt-packet';
import fc from 'fast-check';
import t from 'tap';
import { Outbox } from '../../src/bus/outbox.ts';
import { encode } from '../../src/bus/publish-packet.ts';

function parsed(bytes: Buffer): Packet[] {
  const packets: Packet[] = [];
  const incoming = parser({ protocolVersion: 4 });
  incoming.on('packet', (packet: Packet) => packets.push(packet));
  incoming.parse(bytes);
  return packets;
}

t.test('every message is the packet that another implementation reads, with its own identifier', (t) => {
  const message = fc.record({
    topic: fc.string({ minLength: 1, maxLength: 200 }).map((text) => `é/${text.replaceAll(/[#+\0]/g, '')}`),
    payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    retain: fc.boolean(),
    qos: fc.constantFrom(0 as const, 1 as const),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 20 }), (messages) => {
      const outbox = new Outbox();
      for (const each of messages) outbox.push(encode(each, each.qos));
      const packets = parsed(outbox.next().bytes) as IPublishPacket[];
      let id = 0;
      const expected = messages.map(({ topic, payload, retain, qos }) => ({
        topic,
        payload: payload.toString('hex'),
        retain,
        qos,
        id: qos === 1 ? (id += 1) : undefined,
      }));
      t.strictSame(
        packets.map(({ topic, payload, retain, qos, messageId }) => ({
          topic,
          payload: Buffer.from(payload).toString('hex'),
          retain,
          qos,
          id: messageId,
        })),
        expected,
      );
    }),
    { seed: 7, numRuns: 60 },
  );
  t.end();
});

t.test('each batch is bounded', (t) => {
  const payload = Buffer.alloc(50_000);
  const message = { topic: 'a', payload, retain: false };
  const outbox = new Outbox();
  let taken = 0;
  for (let count = 0; count < 10; count += 1) outbox.push(encode(message, 1), () => (taken += 1));
  const sizes: number[] = [];
  while (outbox.messages > 0) {
    const batch = outbox.next();
    sizes.push(batch.taken.length);
    for (const each of batch.taken) each();
  }
  t.same(sizes, [3, 3, 3, 1]);
  t.equal(taken, 10);
  t.equal(outbox.bytes, 0);
  t.end();
});

t.test('identifiers run from 1 to 65535 and begin again', (t) => {
  const outbox = new Outbox();
  const message = encode({ topic: 'a', payload: '', retain: false }, 1);
  t.equal(outbox.push(message), 1);
  for (let count = 0; count < 65_533; count += 1) outbox.push(message);
  t.equal(outbox.push(message), 65_535);
  t.equal(outbox.push(message), 1);
  t.end();
});
