/** What was sent to a student. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { CHANNEL_TYPES } from '../../domain/channel.ts';
import { Instant } from '../../store/state-shape.ts';
import { Change } from './section.ts';

export const Message = Type.Object(
  {
    id: Type.String(),
    section: Type.String(),
    change: Type.Optional(Change),
    kind: Type.String({ description: 'the kind of change, or why else the message was sent, such as `not-found`' }),
    channel: Type.Enum([...CHANNEL_TYPES]),
    label: Type.String({ description: 'of the channel' }),
    state: Type.Enum(['pending', 'sent', 'dead'], { description: 'dead: given up' }),
    detectedAt: Instant,
    queuedAt: Instant,
    sentAt: Type.Optional(Instant),
  },
  { title: 'Message' },
);
export type Message = Static<typeof Message>;

export const MessageQuery = Type.Object({ cursor: Type.Optional(Type.String({ maxLength: 400 })) });

export const MessageList = Type.Object(
  { messages: Type.Array(Message), nextCursor: Type.Optional(Type.String()) },
  {
    title: 'MessageList',
    examples: [
      {
        messages: [
          {
            id: '0b7c0f0a-9d0e-4a5b-8f0e-3c1d2e4f5a6b+asu/2267/66445#8:opened+email',
            section: 'asu/2267/66445',
            kind: 'opened',
            channel: 'email',
            label: 'ada@example.edu',
            state: 'sent',
            detectedAt: '2026-11-23T20:00:00.000Z',
            queuedAt: '2026-11-23T20:00:00.120Z',
            sentAt: '2026-11-23T20:00:01.300Z',
          },
        ],
      },
    ],
  },
);
export type MessageList = Static<typeof MessageList>;
