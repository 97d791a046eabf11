import { once } from 'node:events';
import { MessageChannel, MessagePort, Worker } from 'node:worker_threads';
import { writeToStream } from 'mqtt-packet';
import t from 'tap';
import type { Test } from 'tap';
import type { ClientTransport } from '../../src/bus/client-transport.ts';
import type { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { connect } from '../../src/bus/port-client.ts';
import { asOperator, connected, startBus, until } from './support.ts';

const TOPIC = 'pickmyclass/actors/node-1/browser';

async function transportOf(
  t: Test,
  bus: EmbeddedBus,
  onConnection?: (connected: boolean) => void,
): Promise<{ transport: ClientTransport; ports: MessagePort[] }> {
  const ports: MessagePort[] = [];
  const transport = await connect(() => {
    const { port1, port2 } = new MessageChannel();
    bus.acceptPort(port1);
    ports.push(port1);
    return port2;
  }, onConnection);
  t.teardown(() => transport.close());
  return { transport, ports };
}

t.test("an actor behind a port and one on the main thread receive each other's messages", async (t) => {
  const bus = await startBus(t);
  const { transport } = await transportOf(t, bus);
  const heard: string[] = [];
  await transport.subscribe('pickmyclass/actors/node-1/browser/#', (_, payload) => {
    heard.push(payload);
    void transport.publish('pickmyclass/actors/node-1/answers', `answer to ${payload}`);
  });
  const answer = new Promise<string>((resolve) => {
    void bus.subscribe('pickmyclass/actors/node-1/answers', (_, payload) => resolve(payload));
  });
  await bus.publish(TOPIC, 'question');
  t.equal(await answer, 'answer to question');
  t.same(heard, ['question']);
});

t.test('a filter that the broker refuses is refused again, and leaves the others as they were', async (t) => {
  const bus = await startBus(t);
  const { transport } = await transportOf(t, bus);
  const heard: string[] = [];
  await transport.subscribe(TOPIC, (_, payload) => heard.push(payload));
  for (const filter of ['pickmyclass/elsewhere', 'pickmyclass/elsewhere', 'pickmyclass/#'])
    await t.rejects(
      transport.subscribe(filter, () => {}),
      { code: 'PMC_BUS_UNAVAILABLE' },
      filter,
    );
  await bus.publish(TOPIC, 'still here');
  await until(() => heard.length > 0);
  t.same(heard, ['still here']);
});

t.test('neither the broker nor a client keeps a buffer for each number that a packet may contain', async (t) => {
  const isOff = (): boolean => !writeToStream.cacheNumbers;
  writeToStream.cacheNumbers = true;
  const bus = await startBus(t);
  t.ok(isOff(), 'broker');
  writeToStream.cacheNumbers = true;
  await transportOf(t, bus);
  t.ok(isOff(), 'client');
});

t.test('a large message arrives whole', async (t) => {
  const bus = await startBus(t);
  const { transport } = await transportOf(t, bus);
  const large = 'x'.repeat(3 * 1024 * 1024);
  const received = new Promise<string>((resolve) => {
    void bus.subscribe(TOPIC, (_, payload) => resolve(payload));
  });
  await transport.publish(TOPIC, large);
  t.equal((await received).length, large.length);
});

t.test('each subscription of a client gets its own messages, once', async (t) => {
  const bus = await startBus(t);
  const { transport } = await transportOf(t, bus);
  const heard: string[] = [];
  const exact = await transport.subscribe(TOPIC, (_, payload) => heard.push(`exact ${payload}`));
  await transport.subscribe('pickmyclass/actors/#', (_, payload) => heard.push(`all ${payload}`));
  await transport.subscribe(TOPIC, (_, payload) => heard.push(`again ${payload}`));
  await bus.publish(TOPIC, 'one');
  await until(() => heard.length >= 3);
  await exact.close();
  await bus.publish(TOPIC, 'two');
  await until(() => heard.length >= 5);
  t.same(heard, ['exact one', 'all one', 'again one', 'all two', 'again two']);
});

t.test('a worker thread may publish between actors only', async (t) => {
  const bus = await startBus(t);
  const { transport, ports } = await transportOf(t, bus);
  const heard: string[] = [];
  await bus.subscribe('pickmyclass/sections/#', (topic) => heard.push(topic));
  const dropped = once(ports[0]!, 'close');
  await transport.publish('pickmyclass/sections/asu/2267/66445', '{}');
  await dropped;
  t.same(heard, []);
  t.same(bus.refused, { publish: 1 });
});

t.test('a lost connection is replaced over a new port, with its subscriptions', async (t) => {
  const bus = await startBus(t);
  const { transport, ports } = await transportOf(t, bus);
  const heard: string[] = [];
  await transport.subscribe(TOPIC, (_, payload) => heard.push(payload));
  ports[0]!.close();
  await until(() => ports.length === 2);
  await until(() => {
    void bus.publish(TOPIC, 'again');
    return heard.length > 0;
  });
  t.equal(heard[0], 'again');
});

t.test('while the bus is closed, publishing rejects and subscriptions wait for the next start', async (t) => {
  const bus = await startBus(t);
  const { transport, ports } = await transportOf(t, bus);
  await bus.close();
  await until(() => ports.length > 1);
  await t.rejects(transport.publish(TOPIC, 'lost'), { code: 'PMC_BUS_UNAVAILABLE' });
  const heard: string[] = [];
  await transport.subscribe(TOPIC, (_, payload) => heard.push(payload));
  await bus.start();
  await until(() => {
    void bus.publish(TOPIC, 'found');
    return heard.length > 0;
  });
  t.equal(heard[0], 'found');
});

t.test('a lost connection is reported, and so is its return, once its subscriptions are back', async (t) => {
  const bus = await startBus(t);
  const heard: string[] = [];
  const told: boolean[] = [];
  const { transport } = await transportOf(t, bus, (connected) => {
    told.push(connected);
    if (told.length > 1 && connected) void bus.publish(TOPIC, 'the first message');
  });
  await transport.subscribe(TOPIC, (_, payload) => heard.push(payload));
  await bus.close();
  await until(() => told.at(-1) === false);
  await bus.start();
  await until(() => heard.length > 0);
  t.same(heard, ['the first message']);
  t.same([...new Set(told)], [true, false]);
  t.equal(told.at(-1), true);
});

t.test('a client from outside cannot take over a worker thread by its client id', async (t) => {
  const bus = await startBus(t);
  const { transport } = await transportOf(t, bus);
  const heard: string[] = [];
  await transport.subscribe(TOPIC, (_, payload) => heard.push(payload));
  for (const clientId of ['internal/thread-0', 'thread-0']) {
    await connected(t, bus, { ...asOperator, clientId });
  }
  await bus.publish(TOPIC, 'still here');
  await until(() => heard.length > 0);
  t.same(heard, ['still here']);
});

t.test(
  'an actor in a real worker thread is reached over the broker, in order, and again after the bus was restarted',
  async (t) => {
    const bus = await startBus(t);
    const worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: [] });
    t.teardown(() => worker.terminate());
    await new Promise<void>((resolve) => {
      worker.on('message', (message: MessagePort | string) => {
        if (message instanceof MessagePort) bus.acceptPort(message);
        else resolve();
      });
    });
    const heard: string[] = [];
    await bus.subscribe('pickmyclass/actors/node-1/main', (_, payload) => heard.push(payload));
    await bus.publish('pickmyclass/actors/node-1/worker', 'a question');
    await until(() => heard.length === 1);
    t.same(heard, ['answer to a question']);

    await bus.publish('pickmyclass/actors/node-1/worker/count', '2000');
    await until(() => heard.length === 2001);
    t.same(
      heard.slice(1),
      Array.from({ length: 2000 }, (_, i) => String(i)),
    );

    await bus.close();
    await bus.start();
    await until(() => {
      void bus.publish('pickmyclass/actors/node-1/worker', 'another');
      return heard.length > 2001;
    });
    t.equal(heard[2001], 'answer to another');
  },
);
