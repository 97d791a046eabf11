/** Describes changes of sections in the reader's language. */
import type { Change } from '../domain/change.ts';
import { instructorsOf, meetingsOf, nameOf, type Reading, seatsOf, waitlistOf } from './section-words.ts';

/** `CSE 310 · 66445: seats opened. 3 of 150 seats open`. */
export function changeSentence(change: Change, reading: Reading): string {
  return reading.t('live.change.sentence', { name: nameOf(change.after, reading), what: changeOf(change, reading) });
}

/** `seats opened. 3 of 150 seats open`. */
function changeOf({ kind, after }: Change, reading: Reading): string {
  const { t } = reading;
  switch (kind) {
    case 'opened':
    case 'closed':
    case 'seats':
      return t(`live.change.${kind}`, { seats: seatsOf(after, reading) });
    case 'waitlist':
      return t('live.change.waitlist', { waitlist: waitlistOf(after, reading) });
    case 'instructor':
      return t('live.change.instructor', { instructors: instructorsOf(after, reading) });
    case 'schedule':
      return t('live.change.schedule', { meetings: meetingsOf(after, reading) });
    case 'cancelled':
    case 'listed':
      return t(`live.change.${kind}`);
    default:
      return kind satisfies never;
  }
}
