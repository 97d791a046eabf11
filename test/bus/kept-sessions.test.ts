/** Sessions of clients with a key that were away, as real clients see them. */
import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { IClientOptions, IConnackPacket } from 'mqtt';
import t from 'tap';
import type { Test } from 'tap';
import { startProcess } from '../../scripts/start-process.ts';
import { changeTopic } from '../../src/bus/topics.ts';
import { KEPT_MS } from '../../src/bus/kept-sessions.ts';
import type { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { hashOf } from '../../src/net/secret.ts';
import { KeyRing } from '../../src/nodes/key-ring.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { ManualClock, recordingLog } from '../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { CSE310, FULL, OPEN, see } from '../contract/store/harness.ts';
import { findMosquitto } from '../support/mosquitto.ts';
import { outsider, startBus, until } from './support.ts';

const SECRET = 'CmA2sBhXvW9Yb0mJq1k3nTzU5eLpR7dG';
const CHANGES = 'pickmyclass/changes/#';
const CHILD = fileURLToPath(new URL('kept-child.js', import.meta.url));
const run = promisify(execFile);

async function storeAt(path: string, clock = systemClock) {
  const store = new SqliteStore(path, clock);
  await store.open();
  const harness = { store, reopen: async () => undefined, advance: async () => undefined, now: () => clock.now() };
  return { store, harness };
}

async function stage(t: Test) {
  const clock = new ManualClock();
  const { store, harness } = await storeAt(`${t.testdir()}/store.db`, clock);
  t.teardown(() => store.close());
  for (const id of ['pmc_1', 'pmc_2'])
    await store.keys.add({ id, label: id, hash: hashOf(SECRET), scopes: ['facts'], ratePerMinute: 1_000 });
  const keys = new KeyRing({ keys: store.keys, clock, log: recordingLog() });
  const bus = await startBus(t, { keys, clock, store });
  await see(harness, CSE310);
  /** Commits a look and publishes its changes, as the program does. Returns their ids. */
  const change = async (look = OPEN): Promise<string[]> => {
    const { changes } = (await see(harness, CSE310, look)).result;
    for (const { change: each } of changes) await bus.publishPublic(changeTopic(each), each, { retain: false });
    return changes.map(({ change: each }) => each.id);
  };
  return { bus, clock, store, change };
}

const kept: IClientOptions = { username: 'pmc_1', password: SECRET, clientId: 'panel', clean: false };

/** A connected client, whether its session was present, and the ids of the changes that it gets. */
async function join(t: Test, bus: EmbeddedBus, options: IClientOptions = kept) {
  const client = outsider(t, bus, { resubscribe: false, ...options });
  const ids: string[] = [];
  client.on('message', (_topic, payload) => ids.push((JSON.parse(payload.toString()) as { id: string }).id));
  const [{ sessionPresent }] = (await once(client as never, 'connect')) as [IConnackPacket];
  return { client, ids, sessionPresent };
}

t.test('a client with a key gets what it missed, in order and once, without subscribing again', async (t) => {
  const { bus, change } = await stage(t);
  const first = await join(t, bus);
  t.equal(first.sessionPresent, false);
  await first.client.subscribeAsync(CHANGES, { qos: 1 });
  const live = await change();
  await until(() => first.ids.length === live.length);
  await first.client.endAsync();
  const missed = [...(await change(FULL)), ...(await change()), ...(await change(FULL))];
  const second = await join(t, bus);
  t.equal(second.sessionPresent, true);
  await until(() => second.ids.length >= missed.length);
  const later = await change();
  await until(() => second.ids.length >= missed.length + later.length);
  t.same(second.ids, [...missed, ...later]);
});

t.test('what was delivered and not acknowledged comes again', async (t) => {
  const { bus, change } = await stage(t);
  const first = await join(t, bus);
  await first.client.subscribeAsync(CHANGES, { qos: 1 });
  // The library acknowledges after this callback, which it never calls.
  first.client.handleMessage = () => undefined;
  const ids = await change();
  await until(() => first.ids.length === 1 || ids.length === 0);
  first.client.stream.destroy();
  await until(() => bus.outsiders.connections.key === 0);
  const second = await join(t, bus);
  await until(() => second.ids.length >= ids.length);
  t.same(second.ids, ids);
});

t.test('sessions are those of their key and client; a clean one ends it, and so does an hour', async (t) => {
  const { bus, clock, change } = await stage(t);
  const subscribe = async () => {
    const { client } = await join(t, bus);
    await client.subscribeAsync(CHANGES, { qos: 1 });
    await client.endAsync();
  };
  await subscribe();
  await change();
  t.equal((await join(t, bus, { ...kept, username: 'pmc_2' })).sessionPresent, false, 'another key');
  t.equal((await join(t, bus, { ...kept, clientId: 'other' })).sessionPresent, false, 'another client');
  t.equal((await join(t, bus, { clientId: 'panel', clean: false })).sessionPresent, false, 'no key');
  await (await join(t, bus, { ...kept, clean: true })).client.endAsync();
  t.equal((await join(t, bus)).sessionPresent, false, 'it asked for a clean session');
  await subscribe();
  await until(() => bus.outsiders.connections.key === 2);
  await clock.advance(KEPT_MS + 1);
  t.equal((await join(t, bus)).sessionPresent, false, 'an hour is over');
});

t.test('filters may come and go; messages at QoS 0 are not kept', async (t) => {
  const { bus, change } = await stage(t);
  const first = await join(t, bus);
  await first.client.subscribeAsync(CHANGES, { qos: 0 });
  const [live] = await change();
  await until(() => first.ids.includes(live!));
  await first.client.endAsync();
  await change(FULL);
  const second = await join(t, bus);
  t.equal(second.sessionPresent, true);
  await second.client.subscribeAsync('pickmyclass/changes/+/+/+/opened', { qos: 1 });
  await second.client.unsubscribeAsync(CHANGES);
  const both = await change();
  const opened = both.filter((id) => id.endsWith(':opened'));
  await until(() => second.ids.length === opened.length);
  t.same(second.ids, opened);
});

t.test('after kill -9, real clients get what they had not acknowledged', async (t) => {
  const path = `${t.testdir()}/store.db`;
  const { store, harness } = await storeAt(path);
  await store.keys.add({ id: 'pmc_1', label: '', hash: hashOf(SECRET), scopes: ['facts'], ratePerMinute: 1_000 });
  await see(harness, CSE310);
  await store.close();
  const start = async (port = 0): Promise<{ child: ChildProcess; port: number }> => {
    const child = startProcess(process.execPath, [CHILD, path, String(port)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return { child, port: ((await once(child, 'message')) as [number])[0] };
  };
  const look = async (child: ChildProcess, seen: 'open' | 'full'): Promise<string[]> => {
    child.send(seen);
    return ((await once(child, 'message')) as [string[]])[0];
  };
  const mosquitto = findMosquitto(t, 'mosquitto_passwd') !== undefined;
  const args = (port: number, ...more: string[]) =>
    ['-p', port, '-u', 'pmc_1', '-P', SECRET, '-i', 'shell', '-c', '-q', '1', '-t', CHANGES, ...more].map(String);

  const before = await start();
  const { port } = before;
  const bus = { port } as EmbeddedBus;
  const panel = await join(t, bus);
  await panel.client.subscribeAsync(CHANGES, { qos: 1 });
  if (mosquitto) await run('mosquitto_sub', args(port, '-E'));
  const live = await look(before.child, 'open');
  await until(() => panel.ids.length === live.length);
  await panel.client.endAsync();
  const missed = await look(before.child, 'full');
  before.child.kill('SIGKILL');
  await once(before.child, 'exit');

  const after = await start(port);
  missed.push(...(await look(after.child, 'open')));
  const again = await join(t, bus);
  t.equal(again.sessionPresent, true);
  await until(() => again.ids.length >= missed.length);
  t.same(again.ids.slice(-missed.length), missed);
  if (mosquitto) {
    const all = [...live, ...missed];
    const { stdout } = await run('mosquitto_sub', args(port, '-C', String(all.length), '-W', '20'));
    const ids = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    t.same(ids, all);
  }
  const gone = once(after.child, 'exit');
  after.child.disconnect();
  await gone;
});
