/** Reads the frames that clients send over a WebSocket. A frame that is not valid throws PMC_FRAME_INVALID. */
import type { Validator } from 'typebox/compile';
import { webError } from '../errors.ts';
import { type Fault, faultField, faultWords } from '../http/fault-words.ts';

/** Parses a frame and checks that its type is one of `types`. */
export function parseFrame<Type extends string>(
  data: Buffer,
  isBinary: boolean,
  types: Readonly<Record<Type, unknown>>,
): { type: Type } {
  if (isBinary) throw refused('it is binary. Send JSON as text');
  const value = parse(data.toString());
  if (typeof value !== 'object' || value === null || !('type' in value))
    throw refused('it is not a JSON object with a "type"');
  if (typeof value.type !== 'string' || !Object.hasOwn(types, value.type))
    throw refused(`its type is not one of ${Object.keys(types).join(', ')}`);
  return value as { type: Type };
}

/** Checks a frame against the schema of its type. */
export function checkFrame<Frame>(validator: Pick<Validator, 'Check' | 'Errors' | 'Type'>, value: unknown): Frame {
  if (validator.Check(value)) return value as Frame;
  const faults = validator.Errors(value) as Fault[];
  throw refused(`${faultField(faults[0]!, 'the frame')} ${faultWords(faults, validator.Type())}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused('it is not JSON', error);
  }
}

export const refused = (reason: string, cause?: unknown) => webError('PMC_FRAME_INVALID', { reason }, cause);
