/** The embedded broker over TLS, as real clients see it. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import mqtt from 'mqtt';
import t from 'tap';
import type { Test } from 'tap';
import { WebSocket } from 'ws';
import { makeCertificate } from '../../scripts/campus/certificate.ts';
import type { Certificate } from '../../scripts/campus/certificate.ts';
import { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { ManualClock, recordingLog } from '../../src/runtime/testing/index.ts';
import { findMosquitto } from '../support/mosquitto.ts';
import { busOptions, receive, until } from './support.ts';

const STATE = 'pickmyclass/sections/asu/2267/66445';
const run = promisify(execFile);

/** Replaces both files at once, as certbot and Kubernetes do. */
function put({ certFile, keyFile }: { certFile: string; keyFile: string }, pair: Pick<Certificate, 'cert' | 'key'>) {
  for (const [file, text] of [
    [certFile, pair.cert],
    [keyFile, pair.key],
  ] as const) {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
}

async function stage(t: Test, certificate = makeCertificate(Date.now())) {
  const folder = t.testdir();
  const files = { certFile: `${folder}/server.crt`, keyFile: `${folder}/server.key` };
  put(files, certificate);
  const clock = new ManualClock(Date.now());
  const log = recordingLog();
  const bus = new EmbeddedBus(busOptions({ clock, log, tls: { port: 0, portIsDefault: false, ...files } }));
  t.teardown(() => bus.close());
  return { bus, clock, log, files, certificate, ca: `${folder}/server.crt` };
}

/** The certificate that a new connection gets, as PEM. */
async function presented(bus: EmbeddedBus): Promise<string> {
  const socket = connectTls({ host: '127.0.0.1', port: bus.tlsPort!, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const pem = socket.getPeerX509Certificate()!.toString();
  socket.destroy();
  return pem.trim();
}

t.test('clients read the retained state with mqtts and wss, and trust the certificate', async (t) => {
  const { bus, certificate } = await stage(t);
  await bus.start();
  await bus.publishPublic(STATE, { version: 7 }, { retain: true });
  for (const url of [`mqtts://127.0.0.1:${bus.tlsPort!}`, `wss://127.0.0.1:${bus.tlsPort!}/mqtt`]) {
    const client = await mqtt.connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, ca: certificate.cert });
    t.teardown(() => client.endAsync(true));
    const received = receive(client, 1);
    await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
    t.match(await received, [{ topic: STATE, body: { version: 7 } }], url);
    await client.publishAsync(STATE, 'forged', { qos: 1, retain: true });
  }
  t.equal(bus.outsiders.droppedPublishes, 2);
  t.equal(bus.outsiders.connections.anonymous, 2);
});

t.test('mosquitto_sub connects with the certificate', async (t) => {
  if (findMosquitto(t, 'mosquitto_passwd') === undefined) return;
  const { bus, ca } = await stage(t);
  await bus.start();
  await bus.publishPublic(STATE, { version: 7 }, { retain: true });
  const port = String(bus.tlsPort);
  const args = ['-h', '127.0.0.1', '-p', port, '--cafile', ca, '-t', 'pickmyclass/sections/#', '-C', '1', '-W', '5'];
  t.equal((await run('mosquitto_sub', args)).stdout, '{"version":7}\n');
});

t.test('a new pair of files is used for new connections; those that exist stay', async (t) => {
  const { bus, clock, files, certificate } = await stage(t);
  await bus.start();
  const before = await mqtt.connectAsync(`mqtts://127.0.0.1:${bus.tlsPort!}`, {
    protocolVersion: 4,
    ca: certificate.cert,
  });
  t.teardown(() => before.endAsync(true));
  const next = makeCertificate(Date.now());
  put(files, next);
  await clock.advance(5_000);
  t.equal(await presented(bus), next.cert.trim());
  t.ok(before.connected);
});

t.test('files that cannot be used are reported once with a code, and the old certificate stays in use', async (t) => {
  const { bus, clock, log, files, certificate } = await stage(t);
  await bus.start();
  const errors = () => log.lines.filter(({ level }) => level === 'error');
  for (const wrong of [
    { cert: certificate.cert, key: makeCertificate(Date.now()).key },
    { cert: 'no certificate', key: certificate.key },
    makeCertificate(Date.now() - 60 * 86_400_000),
  ]) {
    put(files, wrong);
    await clock.advance(15_000);
    t.equal(await presented(bus), certificate.cert.trim());
    t.equal(errors().length, 1);
    t.match(errors()[0], { fields: { err: { code: 'PMC_TLS_UNUSABLE' } } });
    log.lines.length = 0;
  }
  put(files, certificate);
  await clock.advance(5_000);
  t.same(errors(), []);
});

t.test('a pair that does not fit together ends the start, and no port stays open', async (t) => {
  const { bus, files, certificate } = await stage(t);
  put(files, { cert: certificate.cert, key: makeCertificate(Date.now()).key });
  await t.rejects(bus.start(), { code: 'PMC_TLS_UNUSABLE', message: /not the key of the certificate/ });
  t.equal(bus.port, undefined);
  put(files, certificate);
  await bus.start();
  t.ok(bus.tlsPort);
});

t.test('what is neither MQTT nor a WebSocket at /mqtt from our own pages is turned away', async (t) => {
  const { bus, clock } = await stage(t);
  await bus.start();
  const at = `wss://127.0.0.1:${bus.tlsPort!}`;
  const answer = async (path: string, origin?: string): Promise<string> => {
    const socket = new WebSocket(`${at}${path}`, 'mqtt', { rejectUnauthorized: false, ...(origin && { origin }) });
    const [error] = (await once(socket, 'error')) as [Error];
    return error.message;
  };
  t.match(await answer('/ws'), '404');
  t.match(await answer('/mqtt', 'https://evil.example'), '403');
  const silent = connectTls({ host: '127.0.0.1', port: bus.tlsPort!, rejectUnauthorized: false });
  silent.on('error', () => undefined);
  await once(silent, 'secureConnect');
  await clock.advance(0);
  await until(async () => {
    await clock.advance(1_000);
    return silent.closed;
  });
  t.pass('a connection that says nothing is closed');
});
