/** Brokers that get messages from this process and deliver them to clients over TCP. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { findMosquitto, startMosquitto } from '../../../test/support/mosquitto.ts';
import { quietBus } from '../quiet-bus.ts';

/** At QoS 1, as the program publishes. A subscriber gets it at the QoS that it asked for. */
export interface Send {
  topic: string;
  body: object;
  retain: boolean;
}

export interface Broker {
  readonly port: number;
  /** Resolves when the broker has the message. */
  publish(message: Send): Promise<void>;
}

/** Our bus, as the publisher of the program uses it. */
export async function ourBroker(owner: Owner): Promise<Broker> {
  const bus = await quietBus();
  owner.teardown(() => bus.close());
  return { port: bus.port!, publish: ({ topic, body, retain }) => bus.publishPublic(topic, body, { retain }) };
}

/** aedes in this process with its defaults: no access rules, no limits, and a publisher waits for slow clients. */
export async function bareAedes(owner: Owner): Promise<Broker> {
  const broker = await Aedes.createBroker();
  const server = createServer({ noDelay: true }, broker.handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  owner.teardown(async () => {
    const closed = once(server, 'close');
    server.close();
    broker.close();
    await closed;
  });
  return {
    port: (server.address() as AddressInfo).port,
    publish: ({ topic, body, retain }) =>
      new Promise((resolve, reject) => {
        const payload = Buffer.from(JSON.stringify(body));
        broker.publish({ cmd: 'publish', dup: false, topic, payload, qos: 1, retain }, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  };
}

/** A Mosquitto, to which this process publishes over TCP; undefined: there is none. */
export async function mosquitto(owner: Owner): Promise<Broker | undefined> {
  const program = findMosquitto(owner);
  if (program === undefined) return undefined;
  const { port } = await startMosquitto(
    owner,
    program,
    (at) => `listener ${at} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\nmax_queued_messages 0\n`,
  );
  const client = await connectAsync({ host: '127.0.0.1', port, protocolVersion: 4 });
  owner.teardown(() => client.endAsync(true));
  return {
    port,
    publish: async ({ topic, body, retain }) => {
      await client.publishAsync(topic, JSON.stringify(body), { qos: 1, retain });
    },
  };
}
