/**
 * The AsyncAPI 3.0 document: the public MQTT topics and the frames of the WebSockets. Served at `/docs/asyncapi.json`.
 */
import type { TSchema } from 'typebox';
import { KEYS_PER_FRAME, KEYS_PER_SOCKET } from './frame-limits.ts';
import { CLIENT_FRAMES, SERVER_FRAMES } from './frames.ts';
import { OPERATOR_CLIENT_FRAMES, OPERATOR_SERVER_FRAMES } from './operator-frames.ts';
import { TOPICS } from './topics.ts';
import type { Topic } from './topics.ts';

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
const frameRefs = (channel: 'live' | 'operators', frames: Record<string, TSchema>) =>
  Object.keys(frames).map((name) => ref(`channels/${channel}/messages/${name}`));

const channels: Record<string, Channel> = {
  ...mapValues(TOPICS, ({ address, title, payload, parameters }, name): Channel => ({
    address,
    title,
    servers: [ref('servers/mqtt'), ref('servers/mqtts'), ref('servers/mqttOverWebSocket')],
    messages: asMessages({ [name]: payload }),
    ...(parameters !== undefined && { parameters }),
  })),
  live: {
    address: '/ws',
    title: 'Live sections',
    servers: [ref('servers/live')],
    messages: asMessages({ ...CLIENT_FRAMES, ...SERVER_FRAMES }),
  },
  operators: {
    address: '/ws/operator',
    title: 'What operators see, live',
    servers: [ref('servers/operators')],
    messages: asMessages({ ...OPERATOR_CLIENT_FRAMES, ...OPERATOR_SERVER_FRAMES }),
  },
};

const operations: Record<string, Operation> = {
  ...mapValues(TOPICS, ({ title, retain, qos }, name): Operation => ({
    action: 'send',
    title,
    channel: ref(`channels/${name}`),
    bindings: { mqtt: { qos, retain, bindingVersion: '0.2.0' } },
  })),
  follow: {
    action: 'receive',
    title: 'What a client sends',
    channel: ref('channels/live'),
    messages: frameRefs('live', CLIENT_FRAMES),
  },
  tell: {
    action: 'send',
    title: 'What a client receives',
    channel: ref('channels/live'),
    messages: frameRefs('live', SERVER_FRAMES),
  },
  watch: {
    action: 'receive',
    title: "What an operator's page sends",
    channel: ref('channels/operators'),
    messages: frameRefs('operators', OPERATOR_CLIENT_FRAMES),
  },
  push: {
    action: 'send',
    title: "What an operator's page receives",
    channel: ref('channels/operators'),
    messages: frameRefs('operators', OPERATOR_SERVER_FRAMES),
  },
};

const SECURITY = [ref('components/securitySchemes/key'), ref('components/securitySchemes/operator')];

export const ASYNCAPI = {
  asyncapi: '3.0.0',
  info: {
    title: 'PickMyClass',
    version: '1.0.0',
    license: { name: 'MIT' },
    description:
      'Live states and changes of course sections. Clients may read these topics and no others. ' +
      'What they publish, their wills included, is acknowledged and dropped.',
  },
  defaultContentType: 'application/json',
  servers: {
    mqtt: {
      host: 'localhost:1883',
      protocol: 'mqtt',
      protocolVersion: '3.1.1',
      security: SECURITY,
      description:
        'The embedded broker. Lets anonymous clients in when MQTT_ANONYMOUS is true. ' +
        'For a client with a key and `clean: false`, changes at QoS 1 are kept while it is away: for an hour, and at ' +
        'most 10,000 messages, across a restart too. Other sessions end with their connection.',
    },
    mqtts: {
      host: 'localhost:8883',
      protocol: 'secure-mqtt',
      protocolVersion: '3.1.1',
      security: SECURITY,
      description: 'The same broker with TLS, if TLS_CERT and TLS_KEY are set; over WebSocket at wss://…/mqtt.',
    },
    mqttOverWebSocket: {
      host: 'localhost:3000',
      pathname: '/mqtt',
      protocol: 'ws',
      security: SECURITY,
      description: 'The same broker, MQTT 3.1.1 over WebSocket.',
    },
    live: {
      host: 'localhost:3000',
      protocol: 'ws',
      description:
        `JSON text frames of at most 64 KB with at most ${KEYS_PER_FRAME} keys; at most ${KEYS_PER_SOCKET} keys on a ` +
        'connection, beside as many as a student may watch. A client that reads too slowly is closed with code 4008, ' +
        'a client that sends many frames without waiting for answers with 1008, and a client whose address has too ' +
        'many connections with 1013, after an error frame.',
    },
    operators: {
      host: 'localhost:3000',
      protocol: 'ws',
      description:
        'For operators and viewers. The first frame signs in: with the token or a key in it, or without when the ' +
        'session cookie counts. Watched topics are read once for all clients, and only while somebody watches them. ' +
        'Close codes: 4003 not or no longer allowed, 4008 too slow, 1013 try again later.',
    },
  },
  channels,
  operations,
  components: {
    securitySchemes: {
      key: {
        type: 'userPassword',
        description:
          'User name: the id of a key that an operator made; password: its secret. With the scope `view` it may also ' +
          'read the messages between actors.',
      },
      operator: {
        type: 'userPassword',
        description: 'User name `operator`, password OPERATOR_TOKEN: may also read the messages between actors.',
      },
    },
  },
};
