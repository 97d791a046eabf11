/** The public MQTT topics and their messages. */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { Instant } from '../../store/state-shape.ts';
import { Health } from './monitoring.ts';
import { Alert } from './overview.ts';
import { Change, SectionState } from './section.ts';

const NodeBody = Type.Object(
  {
    online: Type.Boolean({ description: 'false: it has stopped, or the broker has lost its connection' }),
    startedAt: Instant,
  },
  { title: 'Node' },
);

const ActorMessage = Type.Unknown({
  description: 'an envelope between two actors; for reading only, its shape may change at any time',
});

const Discovery = Type.Object(
  {
    unique_id: Type.String(),
    state_topic: Type.String({ description: 'topic of the state of the section' }),
    value_template: Type.String(),
    expire_after: Type.Integer({ description: 'seconds' }),
    device: Type.Object({ identifiers: Type.Array(Type.String()), name: Type.String() }),
  },
  {
    title: 'Discovery',
    description: 'as https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery describes it',
  },
);

const SECTION = {
  institution: { description: 'short lower-case id of a university, such as asu' },
  term: { description: "the institution's own term code, such as 2267" },
  classNumber: { description: 'number of the class in that term' },
};

export interface Topic {
  address: string;
  title: string;
  retain: boolean;
  qos: 0 | 1;
  payload: TSchema;
  parameters?: Record<string, { description: string }>;
}

export const TOPICS: Record<string, Topic> = {
  section: {
    address: 'pickmyclass/sections/{institution}/{term}/{classNumber}',
    title: 'State of a section',
    retain: true,
    qos: 1,
    payload: SectionState,
    parameters: SECTION,
  },
  change: {
    address: 'pickmyclass/changes/{institution}/{term}/{classNumber}/{kind}',
    title: 'Change of a section',
    retain: false,
    qos: 1,
    payload: Change,
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
  health: { address: 'pickmyclass/health', title: 'Health of the system', retain: true, qos: 1, payload: Health },
  alert: {
    address: 'pickmyclass/alerts/{name}',
    title: 'Something an operator should know',
    retain: true,
    qos: 1,
    payload: Alert,
    parameters: { name: { description: 'name of the alert, such as dead-letters' } },
  },
  homeAssistant: {
    address: 'homeassistant/{component}/{object}/{entity}/config',
    title: 'How Home Assistant finds a watched section, with HOME_ASSISTANT_DISCOVERY',
    retain: true,
    qos: 1,
    payload: Discovery,
    parameters: {
      component: { description: 'sensor or binary_sensor' },
      object: { description: 'the section, such as pickmyclass_asu_2267_66445' },
      entity: { description: 'seats or open' },
    },
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
