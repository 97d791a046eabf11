/**
 * The AsyncAPI 3.0 document: the public MQTT topics and the frames of the WebSocket. Served at `/docs/asyncapi.json`.
 */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { KEYS_PER_FRAME, KEYS_PER_SOCKET } from './limits.ts';
import { ChangeBody, Cursor, HealthBody, Instant, Key, State } from './schemas.ts';

const NodeBody = Type.Object(
  { online: Type.Boolean({ description: 'false: it stopped, or the broker lost it' }), startedAt: Instant },
  { title: 'Node' },
);

const AlertBody = Type.Object(
  {
    name: Type.String(),
    severity: Type.Enum(['warning', 'critical']),
    firing: Type.Boolean(),
    since: Type.String({ description: 'ISO 8601, UTC: since when it fires, or does not' }),
    value: Type.Number(),
    threshold: Type.Number({ description: 'it fires while value is above' }),
  },
  { title: 'Alert' },
);

const ActorMessage = Type.Unknown({
  description: 'an envelope between two actors; to be looked at, its shape may change at any time',
});

const Unseen = Type.Object(
  { section: Key, status: Type.Literal('unknown'), version: Type.Literal(0) },
  { title: 'a section never seen' },
);
const Sections = Type.Array(Key, {
  maxItems: KEYS_PER_FRAME,
  description: 'section keys; more go into further frames',
});

/** Frames of the WebSocket, by their type. */
const clientFrames = {
  subscribe: Type.Object({
    type: Type.Literal('subscribe'),
    sections: Sections,
    since: Type.Optional(Type.String({ description: 'the last cursor received: every change since is sent first' })),
  }),
  unsubscribe: Type.Object({ type: Type.Literal('unsubscribe'), sections: Sections }),
  'subscribe-mine': Type.Object(
    { type: Type.Literal('subscribe-mine') },
    { description: "the sections of one's watches; needs a session" },
  ),
};
const serverFrames = {
  snapshot: Type.Object({
    type: Type.Literal('snapshot'),
    cursor: Cursor,
    reset: Type.Boolean({ description: 'true: `since` could not be honoured, changes may be missing' }),
    sections: Type.Array(Type.Union([State, Unseen])),
  }),
  change: Type.Object({ type: Type.Literal('change'), cursor: Cursor, change: ChangeBody }),
  checked: Type.Object({
    type: Type.Literal('checked'),
    section: Key,
    checkedAt: Instant,
    nextCheckAt: Type.Union([Instant, Type.Null()]),
  }),
  error: Type.Object({ type: Type.Literal('error'), code: Type.String(), message: Type.String() }),
};

const SECTION = {
  institution: { description: 'short lower-case id of a university, such as asu' },
  term: { description: "the institution's own term code, such as 2267" },
  classNumber: { description: 'number of the class in that term' },
};

interface Topic {
  address: string;
  title: string;
  retain: boolean;
  qos: 0 | 1;
  payload: TSchema;
  parameters?: Record<string, { description: string }>;
}

const topics: Record<string, Topic> = {
  section: {
    address: 'pickmyclass/sections/{institution}/{term}/{classNumber}',
    title: 'State of a section',
    retain: true,
    qos: 1,
    payload: State,
    parameters: SECTION,
  },
  change: {
    address: 'pickmyclass/changes/{institution}/{term}/{classNumber}/{kind}',
    title: 'Change of a section',
    retain: false,
    qos: 1,
    payload: ChangeBody,
    parameters: { ...SECTION, kind: { description: 'kind of change, such as opened' } },
  },
  node: {
    address: 'pickmyclass/nodes/{nodeId}',
    title: 'A process of the system; its last will sets online to false',
    retain: true,
    qos: 1,
    payload: NodeBody,
    parameters: { nodeId: { description: 'NODE_ID of the process' } },
  },
  health: { address: 'pickmyclass/health', title: 'Health of the system', retain: true, qos: 1, payload: HealthBody },
  alert: {
    address: 'pickmyclass/alerts/{name}',
    title: 'Something an operator should know of',
    retain: true,
    qos: 1,
    payload: AlertBody,
    parameters: { name: { description: 'name of the alert, such as dead-letters' } },
  },
  actors: {
    address: 'pickmyclass/actors/{address}',
    title: 'Messages between actors, for operators',
    retain: false,
    qos: 0,
    payload: ActorMessage,
    parameters: { address: { description: 'node id and path of the actor; several levels, subscribe with #' } },
  },
};

interface Reference {
  $ref: string;
}
interface Channel {
  address: string;
  title: string;
  servers: Reference[];
  messages: Record<string, { payload: TSchema }>;
  parameters?: Topic['parameters'];
}
interface Operation {
  action: 'send' | 'receive';
  title: string;
  channel: Reference;
  messages?: Reference[];
  bindings?: { mqtt: { qos: 0 | 1; retain: boolean; bindingVersion: string } };
}

const ref = (path: string): Reference => ({ $ref: `#/${path}` });

function mapValues<Value, Result>(
  record: Record<string, Value>,
  map: (value: Value, name: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}

const asMessages = (payloads: Record<string, TSchema>) => mapValues(payloads, (payload) => ({ payload }));
const frameRefs = (frames: Record<string, TSchema>) =>
  Object.keys(frames).map((name) => ref(`channels/live/messages/${name}`));

const channels: Record<string, Channel> = {
  ...mapValues(topics, ({ address, title, payload, parameters }, name): Channel => ({
    address,
    title,
    servers: [ref('servers/mqtt'), ref('servers/mqttOverWebSocket')],
    messages: asMessages({ [name]: payload }),
    ...(parameters !== undefined && { parameters }),
  })),
  live: {
    address: '/ws',
    title: 'Live sections',
    servers: [ref('servers/live')],
    messages: asMessages({ ...clientFrames, ...serverFrames }),
  },
};

const operations: Record<string, Operation> = {
  ...mapValues(topics, ({ title, retain, qos }, name): Operation => ({
    action: 'send',
    title,
    channel: ref(`channels/${name}`),
    bindings: { mqtt: { qos, retain, bindingVersion: '0.2.0' } },
  })),
  follow: {
    action: 'receive',
    title: 'What a client asks for',
    channel: ref('channels/live'),
    messages: frameRefs(clientFrames),
  },
  tell: { action: 'send', title: 'What it is told', channel: ref('channels/live'), messages: frameRefs(serverFrames) },
};

export const ASYNCAPI = {
  asyncapi: '3.0.0',
  info: {
    title: 'PickMyClass',
    version: '1.0.0',
    license: { name: 'MIT' },
    description:
      'Live states and changes of course sections. Outsiders read these topics and nothing else. What they publish, wills included, is acknowledged and dropped.',
  },
  defaultContentType: 'application/json',
  servers: {
    mqtt: {
      host: 'localhost:1883',
      protocol: 'mqtt',
      protocolVersion: '3.1.1',
      security: [ref('components/securitySchemes/operator')],
      description:
        'The embedded broker. Anonymous clients are let in where MQTT_ANONYMOUS is true. Sessions end with their connection.',
    },
    mqttOverWebSocket: {
      host: 'localhost:3000',
      pathname: '/mqtt',
      protocol: 'ws',
      security: [ref('components/securitySchemes/operator')],
      description: 'The same broker, MQTT 3.1.1 over WebSocket.',
    },
    live: {
      host: 'localhost:3000',
      protocol: 'ws',
      description:
        `JSON text frames of at most 64 KB, ${KEYS_PER_FRAME} keys in one and ${KEYS_PER_SOCKET} on a connection, beside what a student may watch. A client that lags is closed with code 4008, ` +
        'one that sends more frames than it waits for answers of with 1008, one whose address has too many connections with 1013 after an error frame.',
    },
  },
  channels,
  operations,
  components: {
    securitySchemes: {
      operator: {
        type: 'userPassword',
        description: 'User name `operator`, password OPERATOR_TOKEN: may also read the messages between actors.',
      },
    },
  },
};
