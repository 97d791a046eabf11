/** The embedded MQTT broker: aedes with our access rules and limits. */
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { Aedes } from 'aedes';
import type { AedesPublishPacket, Client } from 'aedes';
import { writeToStream } from 'mqtt-packet';
import type { Clock } from '../runtime/index.ts';
import type { AccessRules, Role, SignIn } from './access.ts';
import { mayPublish, mayRead, signIn } from './access.ts';
import { createDelivery } from './delivery.ts';
import { forwardTo } from './forwarding.ts';
import { KeyRates } from './key-rates.ts';
import type { Limits } from './limits.ts';
import type { OutsiderStream } from './outsider-stream.ts';
import type { Outsiders } from './outsiders.ts';
import { PacketTooLarge } from './packet-limit.ts';
import { RetainedDelivery } from './retained-delivery.ts';
import { Retained } from './retained.ts';

/** Why something was refused. Refusals are counted under these names. */
export type Refused =
  | 'credentials'
  | 'publish'
  | 'subscribe'
  | 'protocol'
  | 'packet-too-large'
  | 'client-id-too-long'
  | 'lagging'
  | 'no-connect'
  | 'connections'
  | 'anonymous-places'
  | 'key-places'
  | 'key-rate'
  | 'key-revoked'
  | 'store'
  | 'memory';

/** The topic of everything that clients from outside publish. No role may read it. */
const NOWHERE = '$dropped';

/** CONNACK return codes of MQTT 3.1.1. */
const IDENTIFIER_REJECTED = 2;
const SERVER_UNAVAILABLE = 3;
const BAD_CREDENTIALS = 4;
const NOT_AUTHORIZED = 5;
const SUBSCRIBE_REFUSED = 0x80;

/** A refusal that is counted already. */
class Refusal extends Error {
  readonly returnCode: number;

  constructor(reason: Refused, returnCode: number) {
    super(`refused: ${reason}`);
    this.returnCode = returnCode;
  }
}

export interface BrokerOptions {
  readonly access: AccessRules;
  readonly limits: Limits;
  readonly clock: Clock;
  /** The streams of our own worker threads. All other streams come from outside. */
  readonly internal: WeakSet<Duplex>;
  readonly outsiders: Outsiders;
  readonly refuse: (reason: Refused, client: { id: string }) => void;
}

/** What the rules know about a client. `qos`: the highest that it was granted. */
interface Session {
  readonly role: Role;
  readonly filters: Set<string>;
  qos: number;
}

/** Creates an open broker. Close it with `close`. */
export async function createBroker({
  access,
  limits,
  clock,
  internal,
  outsiders,
  refuse,
}: BrokerOptions): Promise<Aedes> {
  const sessions = new WeakMap<Client, Session>();
  const roleOf = (client: Client): Role => sessions.get(client)?.role ?? 'anonymous';
  const rates = new KeyRates(clock);
  const unfit = new WeakMap<Client, Refusal>();
  const refusal = (client: Client, reason: Refused, returnCode = NOT_AUTHORIZED): Refusal => {
    refuse(reason, client);
    return new Refusal(reason, returnCode);
  };

  /** Returns why the client is not let in; undefined: it is. */
  const letIn = (client: Client, stream: OutsiderStream, outcome: SignIn): Refusal | undefined => {
    if ('refused' in outcome) {
      if (outcome.refused === 'store') return refusal(client, 'store', SERVER_UNAVAILABLE);
      const isWrong = outcome.refused === 'wrong-credentials';
      return refusal(client, 'credentials', isWrong ? BAD_CREDENTIALS : NOT_AUTHORIZED);
    }
    const key = 'key' in outcome ? outcome.key : undefined;
    if (key !== undefined && !rates.take(key)) return refusal(client, 'key-rate', SERVER_UNAVAILABLE);
    if (!outsiders.place(stream, outcome.role, key?.id))
      return refusal(client, key === undefined ? 'anonymous-places' : 'key-places', SERVER_UNAVAILABLE);
    if (key !== undefined)
      stream.once(
        'close',
        access.keys.hold(key.id, () => stream.destroy(refusal(client, 'key-revoked'))),
      );
    const session: Session = { role: outcome.role, filters: new Set(), qos: 0 };
    sessions.set(client, session);
    const admit = ({ topic, payload }: AedesPublishPacket): boolean => {
      if (stream.writableLength + stream.sharedBytes > limits.lagBytes) {
        stream.destroy(refusal(client, 'lagging'));
        return false;
      }
      outsiders.hold(topic.length + payload.length);
      return true;
    };
    forwardTo(client, { stream, granted: () => session.qos, admit });
    return undefined;
  };

  // See port-client.ts.
  writeToStream.cacheNumbers = false;
  const retained = new Retained();
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
      // Every session ends with its connection. A kept session would queue messages without limit for a client that
      // never returns, and would give its subscriptions to the next client with that id, whatever that client may read.
      packet.clean = true;
      // Each kind of client has its own client ids. Otherwise anybody could disconnect a client by using its id.
      const namespace = inside ? 'internal' : packet.username === undefined ? 'anonymous' : `key/${packet.username}`;
      packet.clientId = `${namespace}/${packet.clientId === '' ? randomUUID() : packet.clientId}`;
      done(null, true);
    },

    authenticate(client, username, password, done) {
      const unfitFor = unfit.get(client);
      if (unfitFor !== undefined) return done(unfitFor, false);
      if (internal.has(client.conn)) {
        sessions.set(client, { role: 'internal', filters: new Set(), qos: 0 });
        return done(null, true);
      }
      void signIn(access, username, password).then((outcome) => {
        // It may have disconnected meanwhile.
        const stream = outsiders.streamOf(client.conn);
        if (stream !== undefined) done(letIn(client, stream, outcome) ?? null, true);
      });
    },

    authorizeSubscribe(client, subscription, done) {
      const session = sessions.get(client);
      const allowed =
        session !== undefined &&
        mayRead(session.role, subscription.topic) &&
        subscription.topic.length <= limits.filterLength &&
        (session.role === 'internal' ||
          session.filters.has(subscription.topic) ||
          session.filters.size < limits.subscriptions);
      if (allowed) {
        session.filters.add(subscription.topic);
        session.qos = Math.max(session.qos, subscription.qos);
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
  await broker.listen();
  return broker;
}

/** Undefined for a refusal that is counted already, and for a connection that just broke. */
function reasonFor(error: Error): Refused | undefined {
  if (error instanceof Refusal) return undefined;
  if (error instanceof PacketTooLarge) return 'packet-too-large';
  if (error.message === 'drain timeout') return 'lagging';
  if (error.message === 'connect did not arrive in time') return 'no-connect';
  const broken = 'code' in error || error.message === 'keep alive timeout' || error.message === 'connection closed';
  return broken ? undefined : 'protocol';
}
