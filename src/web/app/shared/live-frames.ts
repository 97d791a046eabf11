/** The frames of the WebSocket at /ws (contract: WebSocket), both ways. */
import type { Change } from '../../../domain/change.ts';
import type { SectionState } from '../../../domain/section.ts';

/** A section nobody has seen yet. */
export interface UnseenSection {
  section: string;
  status: 'unknown';
  version: 0;
}
export type LiveState = SectionState | UnseenSection;

export type ClientFrame =
  { type: 'subscribe'; sections: string[]; since?: string } | { type: 'unsubscribe'; sections: string[] };

export type ServerFrame =
  | { type: 'snapshot'; cursor: string; reset: boolean; sections: LiveState[] }
  | { type: 'change'; cursor: string; change: Change }
  | { type: 'checked'; section: string; checkedAt: string; nextCheckAt: string | null }
  | { type: 'error'; code: string; message: string };

export const isSeen = (state: LiveState): state is SectionState => state.version > 0;

const REQUIRED: Record<ServerFrame['type'], string[]> = {
  snapshot: ['cursor', 'sections'],
  change: ['cursor', 'change'],
  checked: ['section', 'checkedAt'],
  error: ['code', 'message'],
};

/** Reads a frame; undefined for what is none, such as a type of a newer server. */
export function readFrame(text: string): ServerFrame | undefined {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof frame !== 'object' || frame === null || !('type' in frame)) return undefined;
  const required = Object.hasOwn(REQUIRED, String(frame.type))
    ? REQUIRED[frame.type as ServerFrame['type']]
    : undefined;
  return required?.every((name) => name in frame) ? (frame as ServerFrame) : undefined;
}
