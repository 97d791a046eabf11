/** Reads the frames of the WebSocket at /ws. */
import type { LiveState, ServerFrame } from '../../contract/frames.ts';
import type { SectionState } from '../../contract/section.ts';

export const isSeen = (state: LiveState): state is SectionState => state.version > 0;

const REQUIRED: Record<ServerFrame['type'], string[]> = {
  snapshot: ['cursor', 'sections'],
  change: ['cursor', 'change'],
  checked: ['section', 'checkedAt'],
  error: ['code', 'message'],
};

/** Returns the frame, or undefined if it is invalid or from a newer server. */
export function readFrame(text: string): ServerFrame | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined; // not JSON
  }
  if (typeof frame !== 'object' || frame === null || !('type' in frame)) return undefined;
  const required = Object.hasOwn(REQUIRED, String(frame.type))
    ? REQUIRED[frame.type as ServerFrame['type']]
    : undefined;
  return required?.every((name) => name in frame) ? (frame as ServerFrame) : undefined;
}
