/** Builds the frames that the server sends. */
import type { Announcement } from '../../domain/announcement.ts';
import type { StoredChange } from '../../store/changes.ts';
import type { LiveState, ServerFrame } from '../contract/frames.ts';

export function changeFrame({ cursor, change }: StoredChange): ServerFrame {
  return { type: 'change', cursor, change };
}

/** `reset`: changes since the cursor that the client sent may be missing. */
export function snapshotFrame(cursor: string, sections: LiveState[], reset = false): ServerFrame {
  return { type: 'snapshot', cursor, reset, sections };
}

export function checkedFrame(look: Announcement['checked'][number]): ServerFrame {
  return { type: 'checked', ...look };
}

export function errorFrame(code: string, message: string): ServerFrame {
  return { type: 'error', code, message };
}

/** Returns the state that a snapshot shows for a section that has never been seen. */
export function unseen(section: string): LiveState {
  return { section, status: 'unknown', version: 0 };
}
