/** Decodes and encodes the frames at /ws. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { KEYS_PER_FRAME } from '../contract/frame-limits.ts';
import { clientFrames } from '../contract/frames.ts';
import type { ServerFrame } from '../contract/frames.ts';
import { checkFrame, parseFrame, refused } from './frame-reader.ts';

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
  const value = parseFrame(data, isBinary, VALIDATORS);
  if ('sections' in value && Array.isArray(value.sections) && value.sections.length > KEYS_PER_FRAME)
    throw refused(`a frame may name ${KEYS_PER_FRAME} sections. Send several frames`);
  return checkFrame(VALIDATORS[value.type], value);
}

/** Encodes a frame as text. */
export function encode(serverFrame: ServerFrame): string {
  return JSON.stringify(serverFrame);
}
