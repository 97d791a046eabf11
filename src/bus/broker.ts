/** The embedded MQTT broker: aedes with our access rules and limits. */
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { Aedes } from 'aedes';
import type { Client } from 'aedes';
import { writeToStream } from 'mqtt-packet';
import type { Role } from './access.ts';
import { mayPublish, mayRead } from './access.ts';
import { createDelivery } from './delivery.ts';
import type { Asked, EntranceOptions, Session } from './entrance.ts';
import { Entrance } from './entrance.ts';
import type { KeptSession } from './kept-session.ts';
import type { Refused } from './refusals.ts';
import { IDENTIFIER_REJECTED, NOT_AUTHORIZED, reasonFor, Refusal } from './refusals.ts';
import { RetainedDelivery } from './retained-delivery.ts';
import { Retained } from './retained.ts';

/** The topic of everything that clients from outside publish. No role may read it. */
const NOWHERE = '$dropped';

const SUBSCRIBE_REFUSED = 0x80;

export interface BrokerOptions extends EntranceOptions {
  /** The streams of our own worker threads. All other streams come from outside. */
  readonly internal: WeakSet<Duplex>;
}

/** A client of the broker at its CONNECT, with the field that the broker reads after `authenticate`. */
interface Connecting extends Client {
  clean: boolean;
}

/** Creates an open broker. Close it with `close`. */
export async function createBroker(options: BrokerOptions): Promise<Aedes> {
  const { limits, clock, internal, outsiders, refuse } = options;
  const entrance = new Entrance(options);
  const sessions = new WeakMap<Client, Session>();
  const roleOf = (client: Client): Role => sessions.get(client)?.role ?? 'anonymous';
  const connecting = new WeakMap<Client, { packet: { clean?: boolean }; asked: Asked }>();
  const unfit = new WeakMap<Client, Refusal>();
  const refusal = (client: Client, reason: Refused, returnCode = NOT_AUTHORIZED): Refusal => {
    refuse(reason, client);
    return new Refusal(reason, returnCode);
  };

  // See port-client.ts.
  writeToStream.cacheNumbers = false;
  const keptById = new Map<string, KeptSession>();
  const retained = new Retained((id) => keptById.get(id));
  const retainedDelivery = new RetainedDelivery({ retained, clock, limits });
  const broker = new Aedes({
    mq: createDelivery(),
    persistence: retained,
    drainTimeout: limits.drainTimeoutMs,
    connectTimeout: limits.connectTimeoutMs,

    preConnect(client, packet, done) {
      const inside = internal.has(client.conn);
      // A will is a publish that would come later.
      if (packet.will !== undefined) {
        delete packet.will;
        outsiders.dropPublish();
      }
      if (packet.clientId.length > limits.clientIdLength)
        unfit.set(client, refusal(client, 'client-id-too-long', IDENTIFIER_REJECTED));
      const { username, password, clientId, clean = true } = packet;
      connecting.set(client, { packet, asked: { username, password, clientId, clean } });
      // Each kind of client has its own client ids. Otherwise anybody could disconnect a client by using its id.
      const namespace = inside ? 'internal' : username === undefined ? 'anonymous' : `key/${username}`;
      packet.clientId = `${namespace}/${clientId === '' ? randomUUID() : clientId}`;
      done(null, true);
    },

    authenticate(client, _username, _password, done) {
      const unfitFor = unfit.get(client);
      if (unfitFor !== undefined) return done(unfitFor, false);
      if (internal.has(client.conn)) {
        sessions.set(client, { role: 'internal', filters: new Set(), qos: 0 });
        return done(null, true);
      }
      const stream = outsiders.streamOf(client.conn);
      const { packet, asked } = connecting.get(client)!;
      if (stream === undefined) return;
      void entrance.letIn(client, stream, asked).then((session) => {
        if (session instanceof Refusal) return done(session, false);
        sessions.set(client, session);
        const { kept } = session;
        // The broker keeps sessions in its own way only if the client asked for it.
        packet.clean = (client as Connecting).clean = kept === undefined;
        if (kept !== undefined) {
          keptById.set(client.id, kept);
          stream.once('close', () => keptById.get(client.id) === kept && keptById.delete(client.id));
        }
        done(null, true);
      });
    },

    authorizeSubscribe(client, subscription, done) {
      const session = sessions.get(client);
      const allowed =
        session !== undefined &&
        mayRead(options.access, session.role, subscription.topic) &&
        subscription.topic.length <= limits.filterLength &&
        (session.role === 'internal' ||
          session.filters.has(subscription.topic) ||
          session.filters.size < limits.subscriptions);
      if (allowed) {
        session.filters.add(subscription.topic);
        session.qos = Math.max(session.qos, subscription.qos);
        session.kept?.subscribe(subscription.topic, subscription.qos > 0 ? 1 : 0);
        outsiders.holdFilters(client.conn, session.filters);
      } else {
        refuse('subscribe', client);
      }
      done(null, allowed ? subscription : null);
    },

    authorizePublish(client, packet, done) {
      const role = client === null ? 'internal' : roleOf(client);
      if (role === 'internal') {
        // `Retained` drops publishes at QoS 2.
        const allowed = client === null || (mayPublish(role, packet.topic) && packet.qos !== 2);
        return done(allowed ? null : refusal(client, 'publish'));
      }
      // A refusal would end the connection. So the packet is acknowledged, and published on a topic that nobody may
      // read.
      outsiders.dropPublish();
      packet.topic = NOWHERE;
      packet.retain = false;
      // QoS 1 and 2 wait for their acknowledgement. At QoS 0 the broker would call itself for each packet until the
      // stack overflows.
      if (packet.qos === 0) setImmediate(done, null);
      else done(null);
    },

    /** For worker threads; see `forwardTo` for clients from outside. */
    authorizeForward(client, packet) {
      if (client.conn.writableLength > limits.threadLagBytes) {
        client.conn.destroy(refusal(client, 'lagging'));
        return null;
      }
      // The broker sends retained packets at the QoS of their publisher, even to subscribers that asked for less.
      const granted = sessions.get(client)?.qos ?? 0;
      return packet.qos > granted ? { ...packet, qos: 0 } : packet;
    },
  });

  // A dropped client reports one more error for each packet that waited for it.
  const dropped = new WeakSet<Client>();
  const onError = (client: Client, error: Error): void => {
    const reason = reasonFor(error);
    if (reason === undefined || dropped.has(client)) return;
    dropped.add(client);
    refuse(reason, client);
  };
  broker.on('clientError', onError);
  broker.on('connectionError', onError);
  broker.on('unsubscribe', (filters, client) => {
    const session = sessions.get(client);
    if (session === undefined) return;
    for (const filter of filters) session.filters.delete(filter);
    session.kept?.unsubscribe(filters);
    outsiders.holdFilters(client.conn, session.filters);
  });
  broker.on('subscribe', (subscriptions, client) => {
    const granted = subscriptions.filter(({ qos }) => (qos as number) !== SUBSCRIBE_REFUSED);
    if (granted.length > 0)
      retainedDelivery.send(
        client,
        granted.map(({ topic }) => topic),
      );
  });
  broker.on('clientReady', (client) => {
    const kept = sessions.get(client)?.kept;
    if (kept === undefined) return;
    // States are not kept: the broker has the last of each. A client that comes back gets them again.
    retainedDelivery.send(
      client,
      kept.filters.map(({ topic }) => topic),
    );
    kept.read();
  });
  await broker.listen();
  return broker;
}
