/** What clients from outside publish is acknowledged as its QoS asks, and dropped. */
import type { IClientOptions } from 'mqtt';
import { Registry } from 'prom-client';
import t from 'tap';
import { measureBus } from '../../src/bus/bus-metrics.ts';
import { LIMITS } from '../../src/bus/limits.ts';
import { heardUpToMarker, listeners, retainedTopics } from './listeners.ts';
import { answered, CONNECT, pong, PUBLISH, PUBREL, rawClient, STATE, WILL } from './raw-client.ts';
import { asOperator, connected, receive, startBus, until } from './support.ts';

const ACTOR = 'pickmyclass/actors/node-1/publisher';
const TOPICS = [STATE, ACTOR, 'pickmyclass/health', '$SYS/broker/new/clients', '$dropped', 'somewhere/else'];
const ROLES: [string, IClientOptions][] = [
  ['an anonymous client', {}],
  ['an operator', asOperator],
];
const QOS = [0, 1, 2] as const;

for (const [who, options] of ROLES) {
  for (const qos of QOS) {
    t.test(
      `what ${who} publishes at QoS ${qos} is acknowledged, dropped and counted; the connection stays`,
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

t.test('clients from outside cannot clear or replace retained states', async (t) => {
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

t.test(
  'raw packets: QoS 0 gets no answer, QoS 1 PUBACK, QoS 2 PUBREC and PUBCOMP, also for repeated packets',
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

t.test('a publish above the packet limit ends the connection; one at the limit is acknowledged', async (t) => {
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
  'an invalid topic, or one of more than 100 levels, ends the connection and is not counted as dropped',
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

t.test('the metrics count dropped publishes', async (t) => {
  const bus = await startBus(t);
  const registry = new Registry();
  measureBus(registry, bus);
  t.match(await registry.metrics(), /^pickmyclass_mqtt_dropped_publishes_total 0$/m);
  const client = await connected(t, bus, { will: WILL });
  await client.publishAsync(STATE, 'forged', { qos: 1 });
  t.match(await registry.metrics(), /^pickmyclass_mqtt_dropped_publishes_total 2$/m);
  t.match(await registry.metrics(), /^pickmyclass_mqtt_dropped_publishes_total 2$/m, 'however often they are read');
});
