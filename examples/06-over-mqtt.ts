/** Over MQTT: two nodes with one broker. Replace the broker by one of yours and the nodes may be on two machines. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import { MqttTransport } from './mqtt-transport.ts';
import { createSystem, protocol, refTo, type ActorSpec, type Ref, type System } from '../src/runtime/index.ts';

interface Shout {
  type: 'shout';
  text: string;
  replyTo: Ref<string>;
}

const shouter: ActorSpec<Shout> = {
  id: 'shouter',
  type: 'actor',
  accepts: protocol<Shout>({ shout: { text: 'string', replyTo: 'ref' } }),
  start: (context) => ({ receive: ({ text, replyTo }) => context.tell(replyTo, text.toUpperCase()) }),
};

const broker = await Aedes.createBroker();
const server = createServer((socket) => void broker.handle(socket)).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;

const transports = [await MqttTransport.connect(url), await MqttTransport.connect(url)];
const systemOf = (node: string, children: ActorSpec<Shout>[]): System =>
  createSystem({
    node,
    transport: transports.pop() as MqttTransport,
    root: {
      id: 'root',
      type: 'supervisor',
      strategy: 'one-for-one',
      intensity: { restarts: 3, windowMs: 60_000 },
      backoff: { minMs: 100, maxMs: 10_000, jitter: 0.2, resetAfterMs: 30_000 },
      children,
    },
  });
const all = [...transports];
const [here, there] = [systemOf('here', []), systemOf('there', [shouter])];
await Promise.all([here.start(), there.start()]);
const to = refTo<Shout>('there', 'shouter');
console.log(await here.outside.ask(to, (replyTo) => ({ type: 'shout', text: 'hello over there', replyTo }), 60_000));

await Promise.all([here.stop(), there.stop()]);
await Promise.all(all.map((transport) => transport.close()));
server.close();
broker.close();
