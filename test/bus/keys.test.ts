/** Clients that sign in with a key, which the store holds. */
import { once } from 'node:events';
import type { IClientOptions } from 'mqtt';
import t from 'tap';
import type { Test } from 'tap';
import type { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { hashOf } from '../../src/net/secret.ts';
import { KeyRing } from '../../src/nodes/key-ring.ts';
import { ManualClock, recordingLog } from '../../src/runtime/testing/index.ts';
import type { KeyScope } from '../../src/store/keys.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { asOperator, connected, outsider, startBus, until } from './support.ts';

const SECRET = 'CmA2sBhXvW9Yb0mJq1k3nTzU5eLpR7dG';

async function stage(t: Test, overrides: Parameters<typeof startBus>[1] = {}) {
  const clock = new ManualClock();
  const store = new SqliteStore(`${t.testdir()}/store.db`, clock);
  await store.open();
  t.teardown(() => store.close());
  const keys = new KeyRing({ keys: store.keys, clock, log: recordingLog() });
  const key = async (id: string, scopes: readonly KeyScope[] = ['facts'], ratePerMinute = 60) => {
    await store.keys.add({ id, label: id, hash: hashOf(SECRET), scopes, ratePerMinute });
    await keys.changed();
    return { username: id, password: SECRET };
  };
  const bus = await startBus(t, { anonymous: false, keys, clock, store, ...overrides });
  return { bus, clock, store, key };
}

async function refusal(t: Test, bus: EmbeddedBus, options: IClientOptions): Promise<number | undefined> {
  const [error] = (await once(outsider(t, bus, options) as never, 'error')) as [{ code?: number }];
  return error.code;
}

t.test('a key may read the public topics; with the scope view also the messages between actors', async (t) => {
  const { bus, key } = await stage(t);
  const facts = await connected(t, bus, await key('pmc_facts'));
  await facts.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
  await t.rejects(facts.subscribeAsync('pickmyclass/actors/#'));
  const viewer = await connected(t, bus, await key('pmc_view', ['facts', 'view']));
  await viewer.subscribeAsync('pickmyclass/actors/#');
  await viewer.publishAsync('pickmyclass/sections/asu/2267/66445', 'forged', { qos: 1, retain: true });
  t.equal(bus.outsiders.droppedPublishes, 1);
  t.match(bus.outsiders.connections, { key: 1, viewer: 1 });
});

t.test('a wrong secret and an unknown key are refused like a wrong operator token', async (t) => {
  const { bus, key } = await stage(t);
  const credentials = await key('pmc_facts');
  t.equal(await refusal(t, bus, { ...credentials, password: `${SECRET}x` }), 4);
  t.equal(await refusal(t, bus, { ...credentials, username: 'pmc_none' }), 4);
  t.same(bus.refused, { credentials: 2 });
});

t.test('the connections of a revoked key are cut within seconds; other keys stay', async (t) => {
  const { bus, clock, store, key } = await stage(t);
  const [revoked, other] = [await connected(t, bus, await key('pmc_1')), await connected(t, bus, await key('pmc_2'))];
  const gone = once(revoked as never, 'close');
  // Another node revokes it.
  await store.keys.revoke('pmc_1');
  await clock.advance(2_000);
  await gone;
  t.ok(other.connected);
  t.match(bus.refused, { 'key-revoked': 1 });
  t.equal(await refusal(t, bus, { username: 'pmc_1', password: SECRET }), 4);
});

t.test('places are limited for each key, not for each address', async (t) => {
  const { bus, key } = await stage(t, { limits: { perKey: 2, anonymousPerAddress: 0 } });
  const first = await key('pmc_1');
  const clients = [await connected(t, bus, first), await connected(t, bus, first)];
  t.equal(await refusal(t, bus, first), 3);
  t.ok((await connected(t, bus, await key('pmc_2'))).connected, 'another key has its own places');
  await clients[0]!.endAsync();
  await until(() => bus.outsiders.connections.key === 2);
  t.ok((await connected(t, bus, first)).connected);
  t.match(bus.refused, { 'key-places': 1 });
});

t.test('a key may connect as often in a minute as its rate says', async (t) => {
  const { bus, clock, key } = await stage(t);
  const credentials = await key('pmc_1', ['facts'], 2);
  for (let count = 0; count < 2; count += 1) await (await connected(t, bus, credentials)).endAsync();
  t.equal(await refusal(t, bus, credentials), 3);
  t.ok((await connected(t, bus, await key('pmc_2'))).connected);
  await clock.advance(30_000);
  t.ok((await connected(t, bus, credentials)).connected);
  t.match(bus.refused, { 'key-rate': 1 });
});

t.test('a client id belongs to its key: neither another key nor the operator takes it over', async (t) => {
  const { bus, key } = await stage(t);
  const clientId = 'same';
  const clients = [
    await connected(t, bus, { ...(await key('pmc_1')), clientId }),
    await connected(t, bus, { ...(await key('pmc_2')), clientId }),
    await connected(t, bus, { ...asOperator, clientId }),
  ];
  for (const client of clients) await client.subscribeAsync('pickmyclass/health');
  t.ok(clients.every((client) => client.connected));
});

t.test('while the store is away, keys are told that the server is not available; the operator is let in', async (t) => {
  const { bus, store, key } = await stage(t);
  const credentials = await key('pmc_1');
  await store.close();
  t.equal(await refusal(t, bus, credentials), 3);
  t.ok((await connected(t, bus, asOperator)).connected);
  t.same(bus.refused, { store: 1 });
});
