/** The last wills of clients from outside are accepted and dropped. */
import { once } from 'node:events';
import type { IClientOptions } from 'mqtt';
import t from 'tap';
import { heardUpToMarker, listeners, retainedTopics } from './listeners.ts';
import { WILL } from './raw-client.ts';
import { asOperator, connected, outsider, startBus, until } from './support.ts';

const ROLES: [string, IClientOptions][] = [
  ['an anonymous client', {}],
  ['an operator', asOperator],
];

for (const [who, options] of ROLES) {
  t.test(`a will of ${who} is accepted, counted and never published, however the connection ends`, async (t) => {
    const bus = await startBus(t);
    const heard = await listeners(t, bus);
    const lost = await connected(t, bus, { ...options, will: WILL });
    lost.stream.destroy();
    const replaced = await connected(t, bus, { ...options, clientId: 'same', will: { ...WILL, qos: 2 } });
    const gone = once(replaced as never, 'close');
    const leaving = await connected(t, bus, { ...options, clientId: 'same', will: { ...WILL, qos: 0, retain: false } });
    await gone;
    await leaving.endAsync();
    // Of the clients from outside, only the two listeners stay connected.
    await until(() => bus.outsiders.connections.anonymous + bus.outsiders.connections.operator === 2);
    t.same(await heardUpToMarker(bus, heard), []);
    t.same(await retainedTopics(t, bus), ['pickmyclass/nodes/node-1']);
    t.equal(bus.outsiders.droppedPublishes, 3);
    t.same(bus.refused, {});
  });
}

t.test('a will does not help a client with wrong credentials', async (t) => {
  const bus = await startBus(t);
  const [error] = (await once(
    outsider(t, bus, { username: 'operator', password: 'wrong', will: WILL }) as never,
    'error',
  )) as [{ code: number }];
  t.equal(error.code, 4);
});

t.test('a will is not published when the broker closes', async (t) => {
  const bus = await startBus(t);
  const heard: string[] = [];
  await bus.subscribe('pickmyclass/sections/#', (topic) => heard.push(topic));
  await connected(t, bus, { will: WILL });
  await bus.close();
  await bus.start();
  t.same(heard, []);
});
