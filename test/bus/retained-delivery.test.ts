import t from 'tap';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { retain, SECTIONS } from './raw-client.ts';
import { connected, startBus, until } from './support.ts';

t.test(
  'subscribing to one filter again and again gives one copy of the retained states in each interval',
  async (t) => {
    const clock = new ManualClock();
    const bus = await startBus(t, { clock, limits: { repeatMs: 10_000 } });
    await retain(bus, 50, 100);
    const client = await connected(t, bus);
    let received = 0;
    client.on('message', () => {
      received += 1;
    });
    for (let i = 0; i < 100; i += 1) await client.subscribeAsync(SECTIONS, { qos: 1 });
    await until(() => received >= 50);
    await clock.advance(9_999);
    await client.subscribeAsync('pickmyclass/alerts/#');
    t.equal(received, 50);
    await clock.advance(1);
    await until(() => received >= 100);
    await clock.advance(60_000);
    await client.subscribeAsync('pickmyclass/alerts/#');
    t.equal(received, 100);
  },
);

t.test(
  'a client that subscribes again later gets the retained states again; another filter is served at once',
  async (t) => {
    const clock = new ManualClock();
    const bus = await startBus(t, { clock });
    await retain(bus, 3, 10);
    const client = await connected(t, bus);
    let received = 0;
    client.on('message', () => {
      received += 1;
    });
    await client.subscribeAsync(SECTIONS);
    await until(() => received === 3);
    await client.subscribeAsync('pickmyclass/sections/asu/2267/+');
    await until(() => received === 6);
    await clock.advance(60_000);
    await client.subscribeAsync(SECTIONS);
    await until(() => received === 9);
  },
);

t.test('the number of copies is limited, even with ever new filters', async (t) => {
  const clock = new ManualClock();
  const bus = await startBus(t, { clock, limits: { subscriptions: 5 } });
  await retain(bus, 1, 10);
  const client = await connected(t, bus);
  let received = 0;
  client.on('message', () => {
    received += 1;
  });
  for (let i = 0; i < 20; i += 1) {
    const filter = `pickmyclass/sections/${'+/'.repeat(i % 3)}#`.replace('#', i % 2 === 0 ? '#' : '+/#');
    await client.subscribeAsync(filter);
    await client.unsubscribeAsync(filter);
  }
  await client.subscribeAsync('pickmyclass/alerts/#');
  t.ok(received <= 5, `${received} copies`);
});
