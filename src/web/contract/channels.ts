/** Channels: the ways in which a student is told. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { CHANNEL_TYPES } from '../../domain/channel.ts';
import { MUTE_REASONS } from '../../notify/mute-reason.ts';
import { WEBHOOK_FORMATS } from '../../notify/webhook/settings.ts';
import { Instant } from '../../store/state-shape.ts';
import { strict } from './incoming.ts';

const EXAMPLE = {
  id: 'b8a7f3d2-7a1c-4a53-9a1e-0c5d1f1b2a3c',
  type: 'webhook',
  label: 'Discord · discord.com',
  verified: true,
} as const;

export const Channel = Type.Object(
  {
    id: Type.String(),
    type: Type.Enum([...CHANNEL_TYPES]),
    label: Type.String({ description: 'the address, the browser, or the format and host of the webhook' }),
    verified: Type.Boolean({ description: 'only a verified channel is told anything' }),
    muted: Type.Optional(
      Type.Object(
        { since: Instant, reason: Type.String({ description: `one of ${MUTE_REASONS.join(', ')}, or a sentence` }) },
        { description: 'a muted channel is told nothing; a test that arrives ends it' },
      ),
    ),
    format: Type.Optional(Type.Enum([...WEBHOOK_FORMATS], { description: 'of a webhook' })),
  },
  { title: 'Channel', examples: [EXAMPLE] },
);
export type Channel = Static<typeof Channel>;

export const ChannelList = Type.Object(
  { channels: Type.Array(Channel) },
  { title: 'ChannelList', examples: [{ channels: [EXAMPLE] }] },
);
export type ChannelList = Static<typeof ChannelList>;

/** The answer to a new channel. */
export const AddedChannel = Type.Object(
  {
    ...Channel.properties,
    secret: Type.Optional(
      Type.String({ description: 'of a json webhook: the key of its signatures. It is never told again' }),
    ),
  },
  { title: 'AddedChannel', examples: [EXAMPLE] },
);
export type AddedChannel = Static<typeof AddedChannel>;

const Base64Url = (maxLength: number) => Type.String({ maxLength, pattern: '^[A-Za-z0-9_-]+=*$' });

/** The JSON of a browser's PushSubscription. */
const PushSubscription = Type.Object(
  {
    endpoint: Type.String({ maxLength: 2_000 }),
    expirationTime: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
    keys: Type.Object({ p256dh: Base64Url(100), auth: Base64Url(40) }, strict),
  },
  { ...strict, title: 'PushSubscription' },
);
export type PushSubscription = Static<typeof PushSubscription>;

export const NewChannel = Type.Object(
  {
    type: Type.Enum(['web-push', 'webhook']),
    subscription: Type.Optional({ ...PushSubscription, description: 'needed for web-push' }),
    format: Type.Optional(Type.Enum([...WEBHOOK_FORMATS], { description: 'needed for a webhook' })),
    url: Type.Optional(Type.String({ maxLength: 2_000, description: 'needed for a webhook: https, a public host' })),
  },
  {
    ...strict,
    title: 'NewChannel',
    examples: [{ type: 'webhook', format: 'discord', url: 'https://discord.com/api/webhooks/1/token' }],
  },
);
export type NewChannel = Static<typeof NewChannel>;

export const Verification = Type.Object(
  { code: Type.Optional(Type.String({ maxLength: 20, description: 'from the test message, where it shows one' })) },
  { ...strict, title: 'Verification', examples: [{ code: '123456' }] },
);
export type Verification = Static<typeof Verification>;
