/** The frames of the operators' WebSocket at /ws/operator, in both directions. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { strict } from './incoming.ts';
import { OPERATOR_TOPICS } from './operator-topics.ts';
import type { OperatorTopic } from './operator-topics.ts';

const Topic = Type.Enum(Object.keys(OPERATOR_TOPICS) as OperatorTopic[], { title: 'OperatorTopic' });

export const OPERATOR_CLIENT_FRAMES = {
  'sign-in': Type.Object(
    { type: Type.Literal('sign-in'), token: Type.Optional(Type.String({ maxLength: 512 })) },
    { ...strict, description: 'the first frame; without `token`, the session of the cookie counts' },
  ),
  watch: Type.Object(
    { type: Type.Literal('watch'), topics: Type.Array(Topic, { maxItems: 32, uniqueItems: true }) },
    { ...strict, description: 'what the open view shows; replaces the topics watched before' },
  ),
};
export type OperatorClientFrame = Static<(typeof OPERATOR_CLIENT_FRAMES)[keyof typeof OPERATOR_CLIENT_FRAMES]>;

const Path = Type.String({ description: 'a JSON Pointer, RFC 6901' });
const PatchOperation = Type.Union([
  Type.Object({ op: Type.Enum(['add', 'replace']), path: Path, value: Type.Unknown() }),
  Type.Object({ op: Type.Literal('remove'), path: Path }),
]);
export type PatchOperation = Static<typeof PatchOperation>;

export const OPERATOR_SERVER_FRAMES = {
  'signed-in': Type.Object({
    type: Type.Literal('signed-in'),
    who: Type.String({ description: 'an address, `token`, or a key' }),
    role: Type.Enum(['viewer', 'operator']),
  }),
  value: Type.Object(
    { type: Type.Literal('value'), topic: Topic, value: Type.Unknown() },
    { description: 'the whole value, in the shape of its topic' },
  ),
  patch: Type.Object(
    { type: Type.Literal('patch'), topic: Topic, patch: Type.Array(PatchOperation) },
    { description: 'what has changed since the last frame of this topic, as a JSON Patch (RFC 6902)' },
  ),
  failed: Type.Object(
    { type: Type.Literal('failed'), topic: Topic, code: Type.String(), message: Type.String() },
    { description: 'the value cannot be read now; the last one is old until the next frame of this topic' },
  ),
  alive: Type.Object({ type: Type.Literal('alive') }, { description: 'every five seconds' }),
  error: Type.Object({ type: Type.Literal('error'), code: Type.String(), message: Type.String() }),
};
export type OperatorServerFrame = Static<(typeof OPERATOR_SERVER_FRAMES)[keyof typeof OPERATOR_SERVER_FRAMES]>;
