/** Describes messages to a student: what they told, and how they went. */
import { changeSentence } from '../../../words/change-words.ts';
import { messages } from '../../../words/en/messages.ts';
import type { Formats } from '../../../words/formats.ts';
import { nameOf, type Reading } from '../../../words/section-words.ts';
import type { Translate } from '../../../words/typed.ts';
import type { Message } from '../../contract/message.ts';
import type { ChangeKind } from '../../contract/section.ts';

type Kind = keyof typeof messages.kinds;

/** `CSE 310 · 66445: seats opened. 3 of 150 seats open`. */
export function toldWords({ section, change, kind }: Message, reading: Reading): string {
  const { t } = reading;
  // A message about a change is of a kind of change, though not always of the same.
  if (change !== undefined && isKnown(kind)) return changeSentence({ ...change, kind: kind as ChangeKind }, reading);
  const what = t(`messages.kinds.${isKnown(kind) ? kind : 'other'}`);
  if (section === '') return what;
  const name =
    change === undefined
      ? t('live.item.unnamed', { classNumber: section.split('/').at(-1)! })
      : nameOf(change.after, reading);
  return t('messages.line', { name, what });
}

/** `e-mail, sent 5:21 PM`. */
export function deliveryWords(
  { channel, label, state, sentAt }: Message,
  { t, formats }: { t: Translate; formats: Pick<Formats, 'lately'> },
  now: number,
): string {
  const named = channel === 'email' ? t('messages.email') : label || t(FALLBACK[channel]);
  if (state === 'sent' && sentAt !== undefined)
    return t('messages.sent', { channel: named, when: formats.lately(sentAt, now) });
  return t(state === 'dead' ? 'messages.dead' : 'messages.pending', { channel: named });
}

/** Channels that have been removed have no label any more. */
const FALLBACK = { 'web-push': 'messages.push', webhook: 'messages.webhook' } as const;

const isKnown = (kind: string): kind is Kind => Object.hasOwn(messages.kinds, kind);
