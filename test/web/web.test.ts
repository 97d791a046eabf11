import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import mqtt from 'mqtt';
import { CodedError } from '../../src/runtime/index.ts';
import { OPERATOR_TOKEN, receive, startBus } from '../bus/support.ts';
import { CSE310 } from '../contract/store/harness.ts';
import { configOf } from '../support/config-of.ts';
import { stage } from './stage.ts';

/** Occupies a port and returns it. */
async function takenPort(t: Test): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.teardown(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Returns a node that will listen on `port`. */
const at = (port: number, portIsDefault: boolean) => {
  const config = configOf();
  return { node: { config: { ...config, http: { ...config.http, port, portIsDefault } } } };
};

t.test('if PORT is not set and the default is taken, the next free port is used', async (t) => {
  const port = await takenPort(t);
  const { ask, url } = await stage(t, at(port, true));
  t.ok(Number(new URL(url()).port) > port);
  t.equal((await ask('GET', '/livez')).status, 200);
});

t.test('if PORT is set and taken, the start fails', async (t) => {
  const port = await takenPort(t);
  const error: unknown = await stage(t, at(port, false)).catch((thrown: unknown) => thrown);
  t.ok(error instanceof CodedError);
  t.match(error, { code: 'PMC_PORT_TAKEN', message: `PORT=${port} is already in use` });
});

t.test('a start that fails leaves no listener behind', async (t) => {
  const port = await takenPort(t);
  let listeners = 0;
  const onTreeChange = (): (() => void) => {
    listeners += 1;
    return () => void (listeners -= 1);
  };
  await t.rejects(stage(t, { ...at(port, false), own: { onTreeChange } }));
  t.equal(listeners, 0);
});

t.test('a server that failed restarts on the same port', async (t) => {
  const test = await stage(t);
  const { ask, url, system, clock } = test;
  const before = url();
  system.outside.tell(system.ref('web'), { type: 'announced', checked: [], states: [null], changes: [] });
  await test.until(({ node }) => node('web').state === 'restarting');
  await clock.advance(100);
  await test.until(({ node }) => node('web').state === 'running');
  t.equal(url(), before);
  t.equal((await ask('GET', '/livez')).status, 200);
});

t.test('stopping closes live connections with 1001 and frees the port', async (t) => {
  const { live, system, url } = await stage(t);
  const client = await live();
  const closed = new Promise((resolve) => {
    client.socket.once('close', resolve);
  });
  await system.stop();
  t.equal(await closed, 1001);
  await t.rejects(fetch(url()));
});

t.test('stopping does not wait for a client that does not answer', async (t) => {
  const { live, system, clock } = await stage(t);
  const deaf = await live();
  deaf.socket.pause();
  const stopping = system.stop();
  // Less than the time after which the stop is abandoned.
  for (let ms = 0; ms < 4_000; ms += 500) await clock.advance(500);
  await stopping;
  t.equal(system.tree().children.find(({ id }) => id === 'web')?.state, 'stopped');
});

t.test('MQTT clients reach the broker over WebSocket at /mqtt', async (t) => {
  const bus = await startBus(t);
  const { url, ask } = await stage(t, { node: { bus } });
  await bus.publishPublic(`pickmyclass/sections/${CSE310}`, { section: CSE310 }, { retain: true });
  const client = await mqtt.connectAsync(url().replace('http:', 'ws:') + '/mqtt', {
    protocolVersion: 4,
    reconnectPeriod: 0,
  });
  const received = receive(client, 1);
  await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
  t.match(await received, [{ topic: `pickmyclass/sections/${CSE310}`, body: { section: CSE310 }, retain: true }]);
  await client.endAsync();

  const operator = await mqtt.connectAsync(url().replace('http:', 'ws:') + '/mqtt', {
    protocolVersion: 4,
    reconnectPeriod: 0,
    username: 'operator',
    password: OPERATOR_TOKEN,
  });
  t.match(await operator.subscribeAsync('pickmyclass/actors/#'), [{ qos: 0 }]);
  await operator.endAsync();
  await t.rejects(
    mqtt.connectAsync(url().replace('http:', 'ws:') + '/mqtt', {
      protocolVersion: 4,
      reconnectPeriod: 0,
      username: 'operator',
      password: 'wrong',
    }),
  );
  t.equal((await ask('GET', '/livez')).status, 200);
});

t.test('with an external broker there is no /mqtt', async (t) => {
  const { ask } = await stage(t, { node: { bus: { acceptStream: null } } });
  t.equal((await ask('GET', '/mqtt')).status, 404);
});

t.test('garbage at /mqtt closes only its own connection', async (t) => {
  const bus = await startBus(t);
  const { url, ask } = await stage(t, { node: { bus } });
  const { WebSocket } = await import('ws');
  for (const bytes of [Buffer.alloc(64, 0xff), Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'text']) {
    const socket = new WebSocket(new URL('/mqtt', url()), 'mqtt');
    await new Promise((resolve) => {
      socket.once('open', resolve);
    });
    const closed = new Promise((resolve) => {
      socket.once('close', resolve);
    });
    socket.send(bytes);
    await closed;
  }
  t.equal((await ask('GET', '/livez')).status, 200);
  const client = await mqtt.connectAsync(url().replace('http:', 'ws:') + '/mqtt', {
    protocolVersion: 4,
    reconnectPeriod: 0,
  });
  await client.endAsync();
});
