/** The broker as clients other than ours see it: mosquitto's, and MQTT over a WebSocket. */
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import mqtt from 'mqtt';
import t from 'tap';
import { stage } from '../web/stage.ts';
import { OPERATOR_TOKEN, receive, startBus, until } from './support.ts';

const run = promisify(execFile);
const STATE = 'pickmyclass/sections/asu/2267/66445';
const skip = hasMosquitto() ? false : 'mosquitto_sub and mosquitto_pub are not installed';

function hasMosquitto(): boolean {
  try {
    execFileSync('mosquitto_sub', ['--help']);
    return true;
  } catch (error) {
    // Printing its help exits with 1.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}

t.test('mosquitto_sub reads the retained state, by default and at any QoS', { skip }, async (t) => {
  const bus = await startBus(t);
  await bus.publishPublic(STATE, { version: 7 }, { retain: true });
  for (const qos of ['0', '1', '2']) {
    const { stdout } = await run('mosquitto_sub', [
      '-p',
      String(bus.port),
      '-t',
      'pickmyclass/sections/+/2267/#',
      '-q',
      qos,
      '-C',
      '1',
      '-W',
      '5',
      '-v',
    ]);
    t.equal(stdout, `${STATE} {"version":7}\n`);
  }
});

t.test(
  'mosquitto_sub may read the messages between actors with the operator token, but not without it',
  { skip },
  async (t) => {
    const bus = await startBus(t);
    const args = ['-p', String(bus.port), '-t', 'pickmyclass/actors/#', '-E', '-W', '5', '-d'];
    const granted = await run('mosquitto_sub', [...args, '-u', 'operator', '-P', OPERATOR_TOKEN]);
    t.match(granted.stdout, /Subscribed \(mid: 1\): 0/);
    const refused = await run('mosquitto_sub', args);
    t.match(refused.stdout, /Subscribed \(mid: 1\): 128/);
    await t.rejects(
      run('mosquitto_sub', [...args, '-u', 'operator', '-P', 'wrong']),
      /[Nn]ot authori[sz]ed|[Bb]ad user/,
    );
  },
);

t.test('mosquitto_pub and a will of mosquitto_sub are acknowledged, and reach nobody', { skip }, async (t) => {
  const bus = await startBus(t);
  const heard: string[] = [];
  await bus.subscribe('pickmyclass/#', (topic) => heard.push(topic));
  const port = String(bus.port);
  for (const qos of ['0', '1', '2'])
    await run('mosquitto_pub', ['-p', port, '-t', STATE, '-m', 'forged', '-q', qos, '-r']);
  await run('mosquitto_sub', [
    '-p',
    port,
    '-t',
    STATE,
    '-E',
    '-W',
    '5',
    '--will-topic',
    STATE,
    '--will-payload',
    'forged',
    '--will-retain',
  ]);
  t.same(heard, []);
  t.equal(bus.outsiders.droppedPublishes, 4);
  t.same(bus.refused, {});
});

t.test('MQTT 5 is refused: the broker speaks 3.1.1', { skip }, async (t) => {
  const bus = await startBus(t);
  await t.rejects(run('mosquitto_sub', ['-p', String(bus.port), '-V', '5', '-t', STATE, '-E', '-W', '5']));
});

t.test('the same rules hold for MQTT over the WebSocket of the web server', async (t) => {
  const bus = await startBus(t);
  const web = await stage(t, { node: { bus } });
  const url = new URL('/mqtt', web.url().replace('http:', 'ws:')).href;
  const client = mqtt.connect(url, {
    protocolVersion: 4,
    reconnectPeriod: 0,
    will: { topic: STATE, payload: Buffer.from('forged'), qos: 1, retain: true },
  });
  t.teardown(() => client.endAsync(true));
  await bus.publishPublic(STATE, { version: 7 }, { retain: true });
  const received = receive(client, 1);
  await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
  t.same(await received, [{ topic: STATE, body: { version: 7 }, retain: true, qos: 1 }]);
  await t.rejects(client.subscribeAsync('pickmyclass/actors/#'));
  for (const qos of [0, 1, 2] as const) await client.publishAsync(STATE, 'forged', { qos, retain: true });
  t.match(await client.subscribeAsync('pickmyclass/health', { qos: 1 }), [{ qos: 1 }], 'and is served on');
  t.equal(bus.outsiders.droppedPublishes, 4);
  t.same(bus.refused, { subscribe: 1 });
  client.stream.destroy();
  await until(() => bus.outsiders.connections.anonymous === 0);
  const late = await mqtt.connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0 });
  t.teardown(() => late.endAsync(true));
  const retained = receive(late, 1);
  await late.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
  t.same(await retained, [{ topic: STATE, body: { version: 7 }, retain: true, qos: 1 }], 'nothing of it is kept');
});
