/** The shipped broker configuration, on a real Mosquitto. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MessageChannel } from 'node:worker_threads';
import mqtt from 'mqtt';
import type { MqttClient } from 'mqtt';
import t from 'tap';
import type { Test } from 'tap';
import { systemClock } from '../../src/runtime/index.ts';
import { probeBroker } from '../../src/bus/probe-broker.ts';
import { MqttBus } from '../../src/bus/mqtt-bus.ts';
import { connect } from '../../src/bus/port-client.ts';
import { eventually } from '../support/eventually.ts';
import { ManualClock, recordingLog } from '../../src/runtime/testing/index.ts';
import { findMosquitto, mosquittoFolder, startMosquitto } from '../support/mosquitto.ts';

const program = findMosquitto(t);
const passwords = findMosquitto(t, 'mosquitto_passwd');
const skip = (program === undefined || passwords === undefined) && 'no mosquitto';
const PASSWORD = 'a password of 32 characters, made up';
const ACTOR = 'pickmyclass/actors/node-1/scheduler';
const STATE = 'pickmyclass/sections/asu/2267/66445';

/** Starts a broker with the shipped files, except for the port and the folder. */
async function shippedBroker(t: Test): Promise<number> {
  const folder = await mosquittoFolder(t);
  for (const [index, user] of ['pickmyclass', 'operator'].entries()) {
    await promisify(execFile)(passwords!, [
      '-b',
      ...(index === 0 ? ['-c'] : []),
      join(folder, 'passwords'),
      user,
      PASSWORD,
    ]);
  }
  const shipped = await readFile('deploy/mosquitto/mosquitto.conf', 'utf8');
  const { port } = await startMosquitto(
    t,
    program!,
    (port) =>
      `${shipped
        .replace(/^listener 1883$/m, `listener ${port} 127.0.0.1`)
        .replace(/^password_file .*$/m, `password_file ${join(folder, 'passwords')}`)
        .replace(/^acl_file .*$/m, `acl_file ${join(process.cwd(), 'deploy/mosquitto/acl')}`)
        .replace(/^persistence true$/m, `persistence true\npersistence_location ${folder}/`)}\nuser root\n`,
  );
  return port;
}

const urlOf = (port: number, user = 'pickmyclass', password = PASSWORD): string =>
  `mqtt://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
const busAt = (url: string, clock = systemClock): MqttBus =>
  new MqttBus({ url, nodeId: 'node-1', clock, log: recordingLog(), random: () => 0 });

async function outsider(
  t: Test,
  port: number,
  credentials: { username?: string; password?: string } = {},
): Promise<{ client: MqttClient; read: string[] }> {
  const client = await mqtt.connectAsync({
    host: '127.0.0.1',
    port,
    protocolVersion: 4,
    reconnectPeriod: 0,
    ...credentials,
  });
  t.teardown(() => client.endAsync(true));
  const read: string[] = [];
  client.on('message', (topic) => read.push(topic));
  await client.subscribeAsync('#', { qos: 1 });
  return { client, read };
}

t.test(
  'with the shipped rules outsiders read the public topics, operators read all, and only nodes write',
  { skip },
  async (t) => {
    const port = await shippedBroker(t);
    const bus = busAt(urlOf(port));
    await bus.start();
    t.teardown(() => bus.close());
    const anonymous = await outsider(t, port);
    const operator = await outsider(t, port, { username: 'operator', password: PASSWORD });
    const heard: string[] = [];
    await bus.subscribe('pickmyclass/#', (topic, payload) => heard.push(`${topic} ${payload}`));
    for (const { client } of [anonymous, operator]) {
      for (const topic of [ACTOR, STATE, 'pickmyclass/nodes/node-1', 'pickmyclass/health'])
        await client.publishAsync(topic, 'forged', { qos: 1, retain: true });
    }
    const thread = await connect(() => {
      const { port1, port2 } = new MessageChannel();
      bus.acceptPort(port1);
      return port2;
    });
    t.teardown(() => thread.close());
    await thread.publish(ACTOR, 'from a thread');
    await bus.publish(ACTOR, 'true');
    await bus.publishPublic(STATE, 'true', { retain: true });
    await eventually(
      () =>
        anonymous.read.includes(STATE) &&
        operator.read.includes(STATE) &&
        heard.includes(`${STATE} "true"`) &&
        heard.includes(`${ACTOR} from a thread`),
    );
    t.notOk(anonymous.read.includes(ACTOR));
    t.ok(operator.read.includes(ACTOR));
    t.ok(heard.includes(`${ACTOR} true`));
    t.notMatch(heard.join('\n'), /forged/);
  },
);

t.test(
  'wrong credentials, and credentials that may not write, are refused for good, without showing the password',
  { skip },
  async (t) => {
    const port = await shippedBroker(t);
    for (const attempt of [
      () => busAt(urlOf(port, 'pickmyclass', 'wrong')).start(),
      () => probeBroker(urlOf(port, 'pickmyclass', 'wrong'), systemClock),
    ]) {
      const error = await attempt().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      t.match(error, { code: 'PMC_BUS_REFUSED', next: 'stop', message: /Not authorized/i });
      t.notMatch(String(error), /wrong/);
    }
    await probeBroker(urlOf(port), systemClock);

    const clock = new ManualClock();
    let refused: unknown;
    busAt(urlOf(port, 'operator'), clock)
      .start()
      .catch((error: unknown) => {
        refused = error;
      });
    await eventually(async () => {
      await clock.advance(10_000);
      return refused !== undefined;
    });
    t.match(refused, { code: 'PMC_BUS_REFUSED', message: /does not come back/ });
  },
);
