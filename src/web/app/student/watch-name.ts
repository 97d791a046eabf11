/** What students call a watch. */
import { nameOf, type Reading } from '../../../words/section-words.ts';
import type { Watch } from '../../contract/watch.ts';
import { isSeen } from '../shared/live-frames.ts';
import type { LiveSections } from './live-sections.ts';

/** `CSE 310 · 66445`; the class number alone until the section has been seen. */
export function watchName({ section, covers }: Watch, states: LiveSections['states'], reading: Reading): string {
  const key = section ?? covers[0] ?? '';
  const state = states[key];
  if (state !== undefined && isSeen(state)) return nameOf(state, reading);
  return reading.t('live.item.unnamed', { classNumber: key.split('/').at(-1)! });
}
