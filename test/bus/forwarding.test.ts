/** What subscribers get when many of them, or several filters, share a message. */
import { once } from 'node:events';
import type { IPublishPacket } from 'mqtt-packet';
import t from 'tap';
import { CONNECT, KB, pong, rawClient, socketFrom, SUBSCRIBE } from './raw-client.ts';
import { connected, receive, startBus, until } from './support.ts';

const CHANGES = 'pickmyclass/changes/#';
const topicOf = (n: number): string => `pickmyclass/changes/asu/2267/${10_000 + n}/seats`;

t.test('a client with overlapping filters gets a message once, and at the QoS of its exact filter', async (t) => {
  const bus = await startBus(t);
  const client = await connected(t, bus);
  await client.subscribeAsync({
    [CHANGES]: { qos: 1 },
    'pickmyclass/changes/asu/#': { qos: 1 },
    [topicOf(2)]: { qos: 0 },
  });
  const received = receive(client, 3);
  for (const n of [1, 2, 3]) await bus.publishPublic(topicOf(n), n, { retain: false });
  t.match(await received, [
    { body: 1, qos: 1 },
    { body: 2, qos: 0 },
    { body: 3, qos: 1 },
  ]);
});

t.test(
  'of 100 subscribers 10 read nothing: the others get every message, in order, and memory is bounded',
  async (t) => {
    const bus = await startBus(t);
    const readers = await Promise.all(Array.from({ length: 90 }, () => rawClient(t, bus)));
    for (const [n, { socket }] of readers.entries())
      socket.write(Buffer.concat([CONNECT(`reader-${n}`), SUBSCRIBE(CHANGES)]));
    for (const reader of readers) await pong(reader);
    const frozen = await Promise.all(
      Array.from({ length: 10 }, (_, n) => socketFrom(t, bus, '127.0.0.1', `frozen-${n}`)),
    );
    for (const socket of frozen) {
      socket.write(SUBSCRIBE(CHANGES));
      await once(socket.resume(), 'data');
      socket.pause();
    }
    const messages = 200;
    let most = 0;
    for (let n = 0; n < messages; n += 1) {
      await bus.publishPublic(topicOf(n), 'x'.repeat(KB), { retain: false });
      most = Math.max(most, bus.outsiders.bytes);
    }
    const got = (answers: { cmd: string }[]) => answers.filter(({ cmd }) => cmd === 'publish') as IPublishPacket[];
    await until(() => readers.every(({ answers }) => got(answers).length === messages));
    const expected = Array.from({ length: messages }, (_, n) => topicOf(n));
    for (const { answers } of readers)
      t.strictSame(
        got(answers).map(({ topic }) => topic),
        expected,
      );
    t.ok(most < 100 * 200 * KB, `${most} bytes were held at most`);
    t.notOk(bus.refused['memory']);
  },
);
