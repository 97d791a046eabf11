import { MessageChannel } from 'node:worker_threads';
import t from 'tap';
import type { Test } from 'tap';
import { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { connect } from '../../src/bus/port-client.ts';
import { type StartableTransport, transportContract } from '../../src/runtime/testing/index.ts';
import { busOptions, until } from './support.ts';

t.test('the embedded bus, in process, passes the transport contract', (t) => {
  transportContract(
    (title, body) => t.test(title, body),
    () => new EmbeddedBus(busOptions()),
    'pickmyclass/actors',
  );
  t.end();
});

t.test('a client over a port of the embedded bus passes the transport contract', (t) => {
  transportContract(
    (title, body) => t.test(title, body),
    () => overPort(t),
    'pickmyclass/actors',
  );
  t.end();
});

/** A connected client, started and closed with its bus. */
async function overPort(t: Test): Promise<StartableTransport> {
  const bus = new EmbeddedBus(busOptions());
  await bus.start();
  const transport = await connect(() => {
    const { port1, port2 } = new MessageChannel();
    bus.acceptPort(port1);
    return port2;
  });
  t.teardown(() => transport.close());
  const reachable = () =>
    transport.publish('pickmyclass/actors/n/probe', '').then(
      () => true,
      () => false,
    );
  const close = async () => {
    await bus.close();
    await until(async () => !(await reachable()));
  };
  await close();
  return {
    publish: (topic, payload) => transport.publish(topic, payload),
    subscribe: (topic, receive) => transport.subscribe(topic, receive),
    start: async () => {
      await bus.start();
      await until(reachable);
    },
    close,
  };
}
