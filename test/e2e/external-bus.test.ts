/** The real program on an external broker. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mqtt from 'mqtt';
import t from 'tap';
import type { TreeNode } from '../../src/runtime/index.ts';
import { eventually } from '../support/eventually.ts';
import { healthOf } from '../support/looking-in.ts';
import { findMosquitto, mosquittoFolder, startMosquitto } from '../support/mosquitto.ts';
import { pickmyclass } from '../support/pickmyclass.ts';
import { startSystem } from '../support/running-system.ts';

const program = findMosquitto(t);
const skip = program === undefined && 'no mosquitto';

t.test('one system on an external broker', { skip }, async (t) => {
  const broker = await startMosquitto(t, program!);
  await broker.kill();
  // Instead of the broker: closes connections, as a starting broker does.
  const absent = createServer((socket) => socket.destroy()).listen(broker.port, '127.0.0.1');
  const starting = startSystem(t, t.testdir(), { BUS_URL: `mqtt://me:hunter2@127.0.0.1:${broker.port}` });
  await once(absent, 'connection');
  absent.close();
  await broker.start();
  const system = await starting;
  t.pass('it started without the broker, and waited for it');
  t.equal(system.mqttUrl, `mqtt://***@127.0.0.1:${broker.port}`);
  const client = await mqtt.connectAsync({
    host: '127.0.0.1',
    port: broker.port,
    protocolVersion: 4,
    reconnectPeriod: 50,
  });
  t.teardown(() => client.endAsync(true));

  await t.test('every actor of the tree rejects a message of an unknown type and goes on', async (t) => {
    const tree = async (): Promise<TreeNode> =>
      (await (await system.operator('/api/v1/supervisors')).json()) as TreeNode;
    const before = actorsOf(await tree());
    const refusals = new Map<string, string>();
    client.on('message', (topic, payload) => {
      const { error } = JSON.parse(payload.toString()) as { error: { code: string } };
      refusals.set(topic.replace('pickmyclass/actors/stranger/replies/', ''), error.code);
    });
    await client.subscribeAsync('pickmyclass/actors/stranger/replies/#');
    for (const { path } of before) {
      const to = `test/${path}`;
      await client.publishAsync(
        `pickmyclass/actors/${to}`,
        JSON.stringify({ v: 1, id: '1', to, body: { type: 'nonsense' }, replyTo: `stranger/replies/${path}` }),
      );
    }
    await eventually(() => refusals.size === before.length);
    t.same(
      Object.fromEntries(refusals),
      Object.fromEntries(before.map(({ path }) => [path, 'RUNTIME_MESSAGE_UNKNOWN'])),
    );
    t.same(actorsOf(await tree()), before, 'and none was restarted');
    t.ok(before.length >= 12, `${before.length} actors`);
    client.removeAllListeners('message');
  });

  await t.test('it survives a restart of the broker, and its death is announced', async (t) => {
    const last = new Map<string, { online?: boolean; status?: string }>();
    client.on('message', (topic, payload) => last.set(topic, JSON.parse(payload.toString()) as { online?: boolean }));
    await client.subscribeAsync(['pickmyclass/nodes/#', 'pickmyclass/health'], { qos: 1 });
    const bus = async (): Promise<string> => (await healthOf(system)).checks.bus.status;
    await eventually(() => last.get('pickmyclass/nodes/test')?.online);
    await eventually(async () => (await bus()) === 'healthy');

    await broker.kill();
    await eventually(async () => (await bus()) === 'unhealthy');
    last.clear();
    await broker.start();
    await eventually(async () => (await bus()) === 'healthy');
    await eventually(() => last.get('pickmyclass/nodes/test')?.online && last.has('pickmyclass/health'));

    await system.kill();
    await eventually(() => last.get('pickmyclass/nodes/test')?.online === false);
    t.notMatch(JSON.stringify(system.log), /hunter2/);
  });
});

/** The actors below, by path. */
function actorsOf(node: TreeNode, parent = ''): { path: string; restarts: number }[] {
  const path = node.id === 'root' ? '' : `${parent}${node.id}`;
  const own = node.kind === 'supervisor' ? [] : [{ path, restarts: node.restarts }];
  return [...own, ...node.children.flatMap((child) => actorsOf(child, path === '' ? '' : `${path}/`))];
}

t.test('wrong credentials end the program with one line of advice', { skip }, async (t) => {
  const folder = await mosquittoFolder(t);
  await writeFile(join(folder, 'passwords'), '');
  const { port } = await startMosquitto(
    t,
    program!,
    (at) => `user root\nlistener ${at} 127.0.0.1\nallow_anonymous false\npassword_file ${join(folder, 'passwords')}\n`,
  );
  const environment = {
    PORT: '0',
    DATA_DIR: t.testdir(),
    LOG_LEVEL: 'silent',
    BUS_URL: `mqtt://me:hunter2@127.0.0.1:${port}`,
  };
  const { code, stderr } = await pickmyclass(['start'], environment);
  t.equal(code, 2);
  t.match(
    stderr,
    /^pickmyclass: PMC_BUS_REFUSED the broker at [\d.:]+ cannot be used: .*Not authorized.* Set BUS_URL .+\n$/,
  );
  const { stdout } = await pickmyclass(['doctor'], environment);
  t.match(stdout, /bus +mqtt:\/\/\*\*\*@127\.0\.0\.1:\d+\n +FAIL {2}PMC_BUS_REFUSED/);
  t.notMatch(stdout + stderr, /hunter2/);
});

t.test('over TLS the broker needs a certificate of a known authority', { skip }, async (t) => {
  const folder = await mosquittoFolder(t);
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
    '-keyout',
    key,
    '-out',
    certificate,
  ]);
  const { port } = await startMosquitto(
    t,
    program!,
    (at) => `user root\nlistener ${at} 127.0.0.1\nallow_anonymous true\ncertfile ${certificate}\nkeyfile ${key}\n`,
  );
  const BUS_URL = `mqtts://127.0.0.1:${port}`;
  const distrusted = await pickmyclass(['start'], { PORT: '0', DATA_DIR: t.testdir(), LOG_LEVEL: 'silent', BUS_URL });
  t.equal(distrusted.code, 2);
  t.match(distrusted.stderr, /^pickmyclass: PMC_BUS_REFUSED [^\n]*self-signed certificate[^\n]*\n$/);
  const system = await startSystem(t, t.testdir(), { BUS_URL, NODE_EXTRA_CA_CERTS: certificate });
  t.equal(await system.stop(), 0);
});
