/** The frames of the WebSocket at /ws, both ways, as JSON text. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Change } from '../../domain/change.ts';
import type { SectionState } from '../../domain/section.ts';
import { webError } from '../error-table.ts';
import { KEYS_PER_FRAME } from '../limits.ts';

/** Of any type: what is no key gets an error of its own beside the answer for the others. */
const Sections = Type.Array(Type.Unknown(), { maxItems: KEYS_PER_FRAME });
const frame = <Name extends string, Properties extends Type.TProperties>(type: Name, properties: Properties) =>
  Type.Object({ type: Type.Literal(type), ...properties }, { additionalProperties: false });

const Subscribe = frame('subscribe', { sections: Sections, since: Type.Optional(Type.String()) });
const Unsubscribe = frame('unsubscribe', { sections: Sections });
const SubscribeMine = frame('subscribe-mine', {});

export type ClientFrame = Static<typeof Subscribe> | Static<typeof Unsubscribe> | Static<typeof SubscribeMine>;

/** A section nobody has seen yet. */
export interface UnseenSection {
  section: string;
  status: 'unknown';
  version: 0;
}

export type ServerFrame =
  | { type: 'snapshot'; cursor: string; reset: boolean; sections: (SectionState | UnseenSection)[] }
  | { type: 'change'; cursor: string; change: Change }
  | { type: 'checked'; section: string; checkedAt: string; nextCheckAt: string | null }
  | { type: 'error'; code: string; message: string };

const VALIDATORS = {
  subscribe: Compile(Subscribe),
  unsubscribe: Compile(Unsubscribe),
  'subscribe-mine': Compile(SubscribeMine),
};

/** Reads a client's frame. Throws PMC_FRAME_INVALID. */
export function readFrame(data: Buffer, isBinary: boolean): ClientFrame {
  if (isBinary) throw refused('it is binary; send JSON as text');
  const value = parse(data.toString());
  if (typeof value !== 'object' || value === null || !('type' in value))
    throw refused('it is no JSON object with a "type"');
  if (!isFrameType(value.type)) throw refused(`its type is none of ${Object.keys(VALIDATORS).join(', ')}`);
  const validator = VALIDATORS[value.type];
  if ('sections' in value && Array.isArray(value.sections) && value.sections.length > KEYS_PER_FRAME)
    throw refused(`a frame may name ${KEYS_PER_FRAME} sections; send several`);
  if (validator.Check(value)) return value;
  const fault = validator.Errors(value)[0];
  throw refused(`${fault?.instancePath.slice(1, 100) || 'frame'} ${fault?.message ?? 'is not valid'}`);
}

export function encode(serverFrame: ServerFrame): string {
  return JSON.stringify(serverFrame);
}

function isFrameType(type: unknown): type is ClientFrame['type'] {
  return typeof type === 'string' && Object.hasOwn(VALIDATORS, type);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused('it is no JSON', error);
  }
}

const refused = (reason: string, cause?: unknown) => webError('PMC_FRAME_INVALID', { reason }, cause);
