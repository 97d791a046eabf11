/** Why a channel is muted, and what to do about it. */
import { channels } from '../../../words/en/channels.ts';
import type { Translate } from '../../../words/typed.ts';

type Known = keyof typeof channels.muted;

/** `reason`: as the server says it. A reason that is new to this page gets general advice. */
export function muteWords(reason: string, t: Translate): string {
  return t(`channels.muted.${isKnown(reason) ? reason : 'other'}`);
}

function isKnown(reason: string): reason is Known {
  return Object.hasOwn(channels.muted, reason);
}
