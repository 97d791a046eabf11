/** Decodes and encodes the frames at /ws. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { KEYS_PER_FRAME } from '../contract/frame-limits.ts';
import { clientFrames } from '../contract/frames.ts';
import type { ServerFrame } from '../contract/frames.ts';
import { webError } from '../errors.ts';

/** Accepts any item: each invalid key gets its own error, and the valid ones are still answered. */
const FRAMES = clientFrames(Type.Unknown());
const VALIDATORS = {
  subscribe: Compile(FRAMES.subscribe),
  unsubscribe: Compile(FRAMES.unsubscribe),
  'subscribe-mine': Compile(FRAMES['subscribe-mine']),
};

/** A frame from a client. Its section keys are not checked yet. */
export type ReceivedFrame = Static<(typeof FRAMES)[keyof typeof FRAMES]>;

/** Decodes a frame from a client. Throws PMC_FRAME_INVALID. */
export function readFrame(data: Buffer, isBinary: boolean): ReceivedFrame {
  if (isBinary) throw refused('it is binary. Send JSON as text');
  const value = parse(data.toString());
  if (typeof value !== 'object' || value === null || !('type' in value))
    throw refused('it is not a JSON object with a "type"');
  if (!isFrameType(value.type)) throw refused(`its type is not one of ${Object.keys(VALIDATORS).join(', ')}`);
  const validator = VALIDATORS[value.type];
  if ('sections' in value && Array.isArray(value.sections) && value.sections.length > KEYS_PER_FRAME)
    throw refused(`a frame may name ${KEYS_PER_FRAME} sections. Send several frames`);
  if (validator.Check(value)) return value;
  const fault = validator.Errors(value)[0];
  throw refused(`${fault?.instancePath.slice(1, 100) || 'frame'} ${fault?.message ?? 'is not valid'}`);
}

/** Encodes a frame as text. */
export function encode(serverFrame: ServerFrame): string {
  return JSON.stringify(serverFrame);
}

function isFrameType(type: unknown): type is ReceivedFrame['type'] {
  return typeof type === 'string' && Object.hasOwn(VALIDATORS, type);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused('it is not JSON', error);
  }
}

const refused = (reason: string, cause?: unknown) => webError('PMC_FRAME_INVALID', { reason }, cause);
