/** Who gets a place on the broker. */
import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { IClientOptions } from 'mqtt';
import { Registry } from 'prom-client';
import t from 'tap';
import type { Test } from 'tap';
import { measureBus } from '../../src/bus/bus-metrics.ts';
import type { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { CONNECT, socketFrom } from './raw-client.ts';
import { asOperator, connected, outsider, startBus, until } from './support.ts';

/** The return code of the CONNACK; 0: accepted. */
function answerTo(t: Test, bus: EmbeddedBus, options: IClientOptions): Promise<number> {
  const client = outsider(t, bus, options);
  return new Promise((resolve) => {
    client.once('connect', () => resolve(0));
    client.once('error', (error) => resolve((error as { code?: number }).code ?? -1));
  });
}

t.test('idle clients cannot lock the operator out: places are kept for clients with credentials', async (t) => {
  const bus = await startBus(t, {
    limits: { connections: 12, anonymous: 6, anonymousPerAddress: 100, waiting: 3, waitingPerAddress: 100 },
  });
  for (let i = 0; i < 6; i += 1) await socketFrom(t, bus, `127.0.0.${i + 2}`, `idle-${i}`);
  t.notOk(bus.outsiders.placesUsedUp);
  t.equal(await answerTo(t, bus, {}), 3, 'one more without credentials is told that the server is not available');
  t.ok(bus.outsiders.placesUsedUp);
  const silent = await Promise.all(Array.from({ length: 10 }, (_, i) => socketFrom(t, bus, `127.0.1.${i}`)));
  t.equal(await answerTo(t, bus, asOperator), 0);
  t.match(bus.outsiders.connections, { anonymous: 6, operator: 1 });
  t.ok(bus.outsiders.connections.waiting <= 3);
  t.match(bus.refused, { 'anonymous-places': 1 });
  await Promise.all(silent.slice(0, 7).map(async (socket) => socket.closed || once(socket.resume(), 'close')));
  t.equal(await answerTo(t, bus, asOperator), 0);
});

/** The broker's end of a connection from `ip`; connected as `clientId` if one is given. */
async function from(bus: EmbeddedBus, ip: string, clientId?: string): Promise<Duplex> {
  const [near, far] = duplexPair();
  bus.acceptStream(far, ip);
  near.resume();
  if (clientId === undefined) return far;
  near.write(CONNECT(clientId));
  await once(near, 'data');
  return far;
}

t.test('one address cannot take every place, unless it is one of this machine', async (t) => {
  const clock = new ManualClock();
  const bus = await startBus(t, { clock, limits: { anonymousPerAddress: 2, waitingPerAddress: 2 } });
  for (let i = 0; i < 2; i += 1) await from(bus, '192.0.2.1', `idle-${i}`);
  const beyond = await from(bus, '192.0.2.1', 'beyond');
  await until(() => beyond.destroyed);
  t.match(bus.refused, { 'anonymous-places': 1 });
  t.ok(bus.outsiders.placesUsedUp);
  for (let i = 0; i < 4; i += 1) t.equal(await answerTo(t, bus, {}), 0, 'from this machine');
  const silent = await Promise.all([1, 2, 3].map(() => from(bus, '192.0.2.2')));
  await until(() => silent[0]!.destroyed);
  t.equal(bus.outsiders.connections.waiting, 2);
  await clock.advance(60_000);
  t.notOk(bus.outsiders.placesUsedUp, 'a minute after the last one was turned away');
});

t.test('a client that disconnects frees its place', async (t) => {
  const bus = await startBus(t, { limits: { anonymous: 1 } });
  const first = await socketFrom(t, bus, '127.0.0.1', 'first');
  t.equal(await answerTo(t, bus, {}), 3);
  first.destroy();
  await until(() => bus.outsiders.connections.anonymous === 0);
  t.equal(await answerTo(t, bus, {}), 0);
});

t.test('the metrics show connections, memory and refusals', async (t) => {
  const bus = await startBus(t, { limits: { anonymous: 1 } });
  const registry = new Registry();
  measureBus(registry, bus);
  await connected(t, bus);
  await answerTo(t, bus, {});
  await answerTo(t, bus, {});
  const text = await registry.metrics();
  t.match(text, /^pickmyclass_mqtt_outsider_bytes [1-9]\d{4}$/m);
  t.match(text, 'pickmyclass_mqtt_connections{standing="anonymous"} 1');
  t.match(text, 'pickmyclass_mqtt_refused_total{reason="anonymous-places"} 2');
  t.match(
    await registry.metrics(),
    'pickmyclass_mqtt_refused_total{reason="anonymous-places"} 2',
    'each once, however often they are read',
  );
});
