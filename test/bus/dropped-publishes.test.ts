/** What outsiders publish is acknowledged as its QoS asks, goes nowhere, and costs nobody anything. CONTRACT §3. */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { IClientOptions } from 'mqtt';
import type { Packet } from 'mqtt-packet';
import { generate, parser } from 'mqtt-packet';
import { Registry } from 'prom-client';
import t from 'tap';
import type { Test } from 'tap';
import { measureBus } from '../../src/bus/bus-metrics.ts';
import type { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { LIMITS } from '../../src/bus/limits.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { asOperator, connected, outsider, receive, startBus, until } from './support.ts';

const STATE = 'pickmyclass/sections/asu/2267/66445';
const ACTOR = 'pickmyclass/actors/node-1/publisher';
const PUBLIC = [
  'pickmyclass/sections/#',
  'pickmyclass/changes/#',
  'pickmyclass/nodes/#',
  'pickmyclass/health',
  'pickmyclass/alerts/#',
];
const TOPICS = [STATE, ACTOR, 'pickmyclass/health', '$SYS/broker/new/clients', '$dropped', 'somewhere/else'];
const ROLES: [string, IClientOptions][] = [
  ['an anonymous client', {}],
  ['an operator', asOperator],
];
const QOS = [0, 1, 2] as const;

const WILL = { topic: STATE, payload: Buffer.from('"forged"'), qos: 1 as const, retain: true };

const CONNECT = (clientId: string, will?: typeof WILL): Buffer =>
  generate({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive: 0,
    ...(will !== undefined && { will }),
  });
const PUBLISH = (qos: 0 | 1 | 2, messageId: number, payload = 'forged', dup = false): Buffer =>
  generate({ cmd: 'publish', topic: STATE, payload, qos, retain: true, dup, ...(qos > 0 && { messageId }) });
const PUBREL = (messageId: number): Buffer => generate({ cmd: 'pubrel', messageId });

/**
 * All that the program, an operator, and a stranger could hear of it, but for what `publishMarker` sends; the topics
 * are listed as they come.
 */
async function listeners(t: Test, bus: EmbeddedBus): Promise<string[]> {
  const heard: string[] = [];
  await bus.subscribe('pickmyclass/#', (topic) => heard.push(topic));
  for (const [filters, options] of [
    [PUBLIC, {}],
    [[...PUBLIC, 'pickmyclass/actors/#'], asOperator],
  ] as const) {
    const client = await connected(t, bus, options);
    const online = receive(client, 1);
    await client.subscribeAsync([...filters], { qos: 1 });
    await online;
    client.on('message', (topic) => heard.push(topic));
  }
  return heard;
}

/** What is heard up to a message of ours that comes behind all that was published before. */
async function heardUpToMarker(bus: EmbeddedBus, heard: string[]): Promise<string[]> {
  const marker = 'pickmyclass/changes/asu/2267/1/seats';
  await bus.publishPublic(marker, {}, { retain: false });
  await until(() => heard.filter((topic) => topic === marker).length === 3);
  return heard.splice(0).filter((topic) => topic !== marker);
}

/** The retained topics, as one who comes now is told them. */
async function retainedTopics(t: Test, bus: EmbeddedBus): Promise<string[]> {
  const client = await connected(t, bus);
  const topics: string[] = [];
  client.on('message', (topic) => topics.push(topic));
  await client.subscribeAsync(PUBLIC, { qos: 1 });
  await until(() => topics.includes('pickmyclass/nodes/node-1'));
  return topics;
}

interface Raw {
  socket: Socket;
  answers: Packet[];
}

/** A plain socket, on which nothing was written yet; what the broker answers is listed. */
async function rawClient(t: Test, bus: EmbeddedBus): Promise<Raw> {
  const socket = createConnection({ host: '127.0.0.1', port: bus.port! });
  t.teardown(() => socket.destroy());
  // Whether the far end resets or closes is its affair.
  socket.on('error', () => undefined);
  const answers: Packet[] = [];
  const incoming = parser({ protocolVersion: 4 });
  incoming.on('packet', (packet: Packet) => answers.push(packet));
  socket.on('data', (chunk: Buffer) => incoming.parse(chunk));
  await once(socket, 'connect');
  return { socket, answers };
}

const answered = ({ answers }: Raw, cmd: Packet['cmd']): number[] =>
  answers.filter((packet) => packet.cmd === cmd).map(({ messageId }) => messageId!);
/** The broker has handled all that was written on the connection before. */
async function pong(raw: Raw): Promise<void> {
  raw.socket.write(generate({ cmd: 'pingreq' }));
  await until(() => raw.answers.some(({ cmd }) => cmd === 'pingresp') || raw.socket.closed);
  raw.answers.splice(0, raw.answers.length, ...raw.answers.filter(({ cmd }) => cmd !== 'pingresp'));
}

for (const [who, options] of ROLES) {
  for (const qos of QOS) {
    t.test(
      `what ${who} publishes at QoS ${qos} is acknowledged, heard by nobody, not retained and counted; the connection stays`,
      async (t) => {
        const bus = await startBus(t);
        const heard = await listeners(t, bus);
        const forger = await connected(t, bus, options);
        const closed: true[] = [];
        forger.on('close', () => closed.push(true));
        // Resolves at QoS 1 with PUBACK, at QoS 2 with PUBCOMP.
        for (const topic of TOPICS) await forger.publishAsync(topic, '"forged"', { qos, retain: true });
        t.match(await forger.subscribeAsync('pickmyclass/alerts/#', { qos: 1 }), [{ qos: 1 }], 'and is served on');
        t.same(await heardUpToMarker(bus, heard), []);
        t.same(await retainedTopics(t, bus), ['pickmyclass/nodes/node-1']);
        t.equal(bus.outsiders.droppedPublishes, TOPICS.length);
        t.same(bus.refused, {}, 'which is no refusal');
        t.same(closed, []);
      },
    );
  }
}

t.test('nobody outside clears or replaces what is retained', async (t) => {
  const bus = await startBus(t);
  await bus.publishPublic(STATE, { version: 7 }, { retain: true });
  const forger = await connected(t, bus);
  for (const qos of QOS) {
    for (const payload of ['', '{"version":8}']) await forger.publishAsync(STATE, payload, { qos, retain: true });
  }
  const received = receive(forger, 1);
  await forger.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
  t.match(await received, [{ topic: STATE, body: { version: 7 } }]);
});

for (const [who, options] of ROLES) {
  t.test(`a will of ${who} is accepted, counted, and told to nobody, however the connection ends`, async (t) => {
    const bus = await startBus(t);
    const heard = await listeners(t, bus);
    const lost = await connected(t, bus, { ...options, will: WILL });
    lost.stream.destroy();
    const replaced = await connected(t, bus, { ...options, clientId: 'same', will: { ...WILL, qos: 2 } });
    const gone = once(replaced as never, 'close');
    const leaving = await connected(t, bus, { ...options, clientId: 'same', will: { ...WILL, qos: 0, retain: false } });
    await gone;
    await leaving.endAsync();
    // The two listeners outside stay, and nobody else.
    await until(() => bus.outsiders.connections.anonymous + bus.outsiders.connections.operator === 2);
    t.same(await heardUpToMarker(bus, heard), []);
    t.same(await retainedTopics(t, bus), ['pickmyclass/nodes/node-1']);
    t.equal(bus.outsiders.droppedPublishes, 3);
    t.same(bus.refused, {});
  });
}

t.test('a will does not let in who has wrong credentials', async (t) => {
  const bus = await startBus(t);
  const [error] = (await once(
    outsider(t, bus, { username: 'operator', password: 'wrong', will: WILL }) as never,
    'error',
  )) as [{ code: number }];
  t.equal(error.code, 4);
});

t.test('a will dies with the broker too', async (t) => {
  const bus = await startBus(t);
  const heard: string[] = [];
  await bus.subscribe('pickmyclass/sections/#', (topic) => heard.push(topic));
  await connected(t, bus, { will: WILL });
  await bus.close();
  await bus.start();
  t.same(heard, []);
});

t.test(
  'raw packets: QoS 0 gets no answer, QoS 1 PUBACK, QoS 2 PUBREC and then PUBCOMP, each also when it is sent again',
  async (t) => {
    const bus = await startBus(t);
    const raw = await rawClient(t, bus);
    raw.socket.write(
      Buffer.concat([
        CONNECT('a', WILL),
        PUBLISH(0, 0),
        PUBLISH(1, 11),
        PUBLISH(2, 12),
        PUBLISH(1, 11, 'forged', true),
        PUBLISH(2, 12, 'forged', true),
      ]),
    );
    await pong(raw);
    t.match(raw.answers[0], { cmd: 'connack', returnCode: 0, sessionPresent: false });
    t.same(answered(raw, 'puback'), [11, 11]);
    t.same(answered(raw, 'pubrec'), [12, 12]);
    t.same(answered(raw, 'pubcomp'), []);
    raw.socket.write(Buffer.concat([PUBREL(12), PUBREL(12)]));
    await pong(raw);
    t.same(answered(raw, 'pubcomp'), [12, 12]);
    t.equal(raw.answers.length, 7, 'and nothing else');
    t.equal(bus.outsiders.droppedPublishes, 6);
  },
);

t.test('hundreds of publishes right behind the CONNECT are acknowledged, in order', async (t) => {
  const bus = await startBus(t);
  const raw = await rawClient(t, bus);
  const ids = Array.from({ length: 300 }, (_, i) => i + 1);
  raw.socket.write(Buffer.concat([CONNECT('a'), ...ids.map((id) => PUBLISH(1, id))]));
  await until(() => answered(raw, 'puback').length === ids.length || raw.socket.closed);
  t.same(answered(raw, 'puback'), ids);
});

t.test('QoS 2 messages that are never released cost nothing, and not the connection', async (t) => {
  const bus = await startBus(t);
  const raw = await rawClient(t, bus);
  raw.socket.write(CONNECT('a'));
  await pong(raw);
  const before = bus.outsiders.bytes;
  const ids = Array.from({ length: 5_000 }, (_, i) => i + 1);
  raw.socket.write(Buffer.concat(ids.map((id) => PUBLISH(2, id))));
  await until(() => answered(raw, 'pubrec').length === ids.length || raw.socket.closed);
  t.same(answered(raw, 'pubrec'), ids);
  t.equal(bus.outsiders.bytes, before);
});

t.test(
  'a flood of the smallest publishes is taken in, packet after packet, and the others are served meanwhile',
  async (t) => {
    const bus = await startBus(t);
    const other = await connected(t, bus);
    await other.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
    const raw = await rawClient(t, bus);
    raw.socket.write(CONNECT('a'));
    await pong(raw);
    const count = 100_000;
    // 20,000 of them fit into one chunk of the kernel.
    raw.socket.write(
      Buffer.concat(
        Array.from({ length: count }, () =>
          generate({ cmd: 'publish', topic: 'x', payload: '', qos: 0, retain: false, dup: false }),
        ),
      ),
    );
    let served = 0;
    let most = 0;
    while (bus.outsiders.droppedPublishes < count && !raw.socket.closed) {
      const received = once(other as never, 'message');
      await bus.publishPublic('pickmyclass/changes/asu/2267/66445/seats', served, { retain: false });
      await received;
      served += 1;
      most = Math.max(most, bus.outsiders.bytes);
    }
    await pong(raw);
    t.equal(bus.outsiders.droppedPublishes, count);
    t.ok(served > 20, `${served} messages were delivered meanwhile`);
    t.ok(most < 1024 * 1024, `${most} bytes were held at most`);
    t.notOk(raw.socket.closed);
  },
);

for (const [what, packet] of [
  ['publishes at QoS 1', PUBLISH(1, 1, '')],
  ['publishes at QoS 2', PUBLISH(2, 1, '')],
  ['releases', PUBREL(1)],
] as const) {
  t.test(
    `who ${what} without reading the acknowledgements is read no more, and dropped when the drain timeout has passed`,
    async (t) => {
      const clock = new ManualClock();
      const bus = await startBus(t, { clock });
      // No socket: the kernel would take a million acknowledgements first.
      const [near, far] = duplexPair();
      bus.acceptStream(far, '192.0.2.1');
      near.write(CONNECT('a'));
      await once(near, 'data');
      near.pause();
      const batch = Buffer.concat(Array.from({ length: 100 }, () => packet));
      // As much as it takes, until it has taken nothing for a while.
      let most = 0;
      for (let refusedTurns = 0, sent = 0; refusedTurns < 200 && sent < 1_000_000; refusedTurns += 1) {
        if (!near.writableNeedDrain) {
          near.write(batch);
          sent += 100;
          refusedTurns = 0;
        }
        most = Math.max(most, bus.outsiders.bytes);
        await turn();
      }
      t.ok(most < 256 * 1024, `${most} bytes were held at most`);
      t.notOk(far.destroyed);
      await clock.advance(LIMITS.drainTimeoutMs);
      await until(() => far.destroyed);
      t.same(bus.refused, { lagging: 1 });
    },
  );
}

t.test('who reads on after a while is read on, and gets every acknowledgement', async (t) => {
  const clock = new ManualClock();
  const bus = await startBus(t, { clock });
  const [near, far] = duplexPair();
  bus.acceptStream(far, '192.0.2.1');
  near.write(CONNECT('b'));
  await once(near, 'data');
  near.pause();
  const ids = Array.from({ length: 9_000 }, (_, i) => i + 1);
  near.write(Buffer.concat(ids.map((id) => PUBLISH(1, id))));
  for (let turns = 0; turns < 2_000; turns += 1) await turn();
  t.ok(bus.outsiders.droppedPublishes < ids.length, 'not all is read meanwhile');
  await clock.advance(LIMITS.drainTimeoutMs - 1);
  const acknowledged: number[] = [];
  const incoming = parser({ protocolVersion: 4 });
  incoming.on('packet', ({ messageId }: Packet) => acknowledged.push(messageId!));
  near.on('data', (chunk: Buffer) => incoming.parse(chunk));
  near.resume();
  await until(() => acknowledged.length === ids.length || far.destroyed);
  t.same(acknowledged, ids);
  await clock.advance(LIMITS.drainTimeoutMs);
  t.notOk(far.destroyed);
});

t.test('a publish beyond the size of a packet ends the connection; the largest below it is acknowledged', async (t) => {
  const bus = await startBus(t);
  const raw = await rawClient(t, bus);
  raw.socket.write(Buffer.concat([CONNECT('a'), PUBLISH(1, 1, 'x'.repeat(LIMITS.packetBytes - STATE.length - 4))]));
  await until(() => answered(raw, 'puback').length === 1);
  raw.socket.write(PUBLISH(1, 2, 'x'.repeat(LIMITS.packetBytes)));
  await until(() => raw.socket.closed);
  t.same(answered(raw, 'puback'), [1]);
  t.same(bus.refused, { 'packet-too-large': 1 });
});

t.test(
  'a topic that MQTT does not allow in a PUBLISH, or of more than 100 levels, ends the connection and is no dropped publish',
  async (t) => {
    for (const topic of ['', 'pickmyclass/#', 'pickmyclass/+/x', '/'.repeat(100)]) {
      const bus = await startBus(t);
      const raw = await rawClient(t, bus);
      const bytes = Buffer.concat([Buffer.from([0x30, topic.length + 2, 0, topic.length]), Buffer.from(topic)]);
      raw.socket.write(Buffer.concat([CONNECT('a'), bytes]));
      await until(() => raw.socket.closed);
      t.same(bus.refused, { protocol: 1 }, topic);
      t.equal(bus.outsiders.droppedPublishes, 0);
    }
  },
);

t.test('the figures count what was dropped', async (t) => {
  const bus = await startBus(t);
  const registry = new Registry();
  measureBus(registry, bus);
  t.match(await registry.metrics(), /^pickmyclass_mqtt_dropped_publishes_total 0$/m);
  const client = await connected(t, bus, { will: WILL });
  await client.publishAsync(STATE, 'forged', { qos: 1 });
  t.match(await registry.metrics(), /^pickmyclass_mqtt_dropped_publishes_total 2$/m);
  t.match(await registry.metrics(), /^pickmyclass_mqtt_dropped_publishes_total 2$/m, 'however often they are read');
});
