/** Who may sign in to the embedded broker, and what they may read there. */
import { once } from 'node:events';
import t from 'tap';
import { asOperator, connected, outsider, startBus } from './support.ts';

const ACTOR = 'pickmyclass/actors/node-1/publisher';

t.test('an operator may read the messages between actors, an anonymous client may not', async (t) => {
  const bus = await startBus(t);
  const operator = await connected(t, bus, asOperator);
  await operator.subscribeAsync('pickmyclass/actors/#');
  const heard = once(operator as never, 'message');
  await bus.publish(ACTOR, 'seen by operators');
  const [topic, payload] = (await heard) as [string, Buffer];
  t.equal(`${topic} ${payload.toString()}`, `${ACTOR} seen by operators`);

  const anonymous = await connected(t, bus);
  await t.rejects(anonymous.subscribeAsync('pickmyclass/actors/#'), /Subscribe error/);
  t.ok(anonymous.connected, 'a refused filter does not cost the connection');
  t.same(bus.refused, { subscribe: 1 });
});

t.test('of several filters in one SUBSCRIBE only the refused ones are answered with 0x80', async (t) => {
  const bus = await startBus(t);
  const client = await connected(t, bus);
  const granted: unknown[] = [];
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'suback') granted.push(packet.granted);
  });
  const filters = [
    'pickmyclass/sections/#',
    '#',
    'pickmyclass/health',
    'pickmyclass/+/x',
    '$SYS/#',
    '$share/g/pickmyclass/sections/#',
  ];
  await t.rejects(client.subscribeAsync(filters, { qos: 1 }));
  t.same(granted, [[1, 128, 1, 128, 128, 128]]);
});

t.test('wrong credentials are refused, even where anonymous clients are let in', async (t) => {
  const bus = await startBus(t);
  for (const credentials of [
    { username: 'operator', password: 'wrong' },
    { username: 'operator' },
    { username: 'somebody', password: 'x' },
  ]) {
    const [error] = (await once(outsider(t, bus, credentials) as never, 'error')) as [{ code: number }];
    t.equal(error.code, 4, JSON.stringify(credentials));
  }
  t.same(bus.refused, { credentials: 3 });
});

t.test('without MQTT_ANONYMOUS only operators are let in', async (t) => {
  const bus = await startBus(t, { anonymous: false });
  const [error] = (await once(outsider(t, bus) as never, 'error')) as [{ code: number }];
  t.equal(error.code, 5);
  const operator = await connected(t, bus, asOperator);
  t.ok(operator.connected);
});

t.test('a client can take over the client id of another anonymous client, but not that of an operator', async (t) => {
  const bus = await startBus(t);
  const operator = await connected(t, bus, { ...asOperator, clientId: 'same' });
  const first = await connected(t, bus, { clientId: 'same' });
  const dropped = once(first as never, 'close');
  const second = await connected(t, bus, { clientId: 'same' });
  await dropped;
  t.ok(second.connected);
  t.ok(operator.connected);
});

t.test('sessions end with their connection: subscriptions do not pass to the next client with that id', async (t) => {
  const bus = await startBus(t);
  const before = await connected(t, bus, { clientId: 'kept', clean: false });
  await before.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
  await before.endAsync();
  await bus.publishPublic('pickmyclass/changes/asu/2267/66445/opened', 'missed', { retain: false });
  const after = outsider(t, bus, { clientId: 'kept', clean: false });
  const [connack] = (await once(after as never, 'connect')) as [{ sessionPresent: boolean }];
  t.equal(connack.sessionPresent, false);
});
