/** The facts about a section, with the old value before the new one where they differ. */
import type { SectionState } from '../../domain/section.ts';
import { instructorsOf, meetingsOf, seatsInDetail, seatsOf, waitlistOf } from '../../words/section-words.ts';
import type { Campus } from './campus.ts';
import type { News } from './news.ts';
import type { Reader } from './reader.ts';

type Describe = (state: SectionState, reader: Reader) => string;

/** A class that is cancelled has no seats and no waitlist to tell of. */
export function detailsOf({ before, current }: News, reader: Reader, campus: Campus): [string, string][] {
  const { t } = reader;
  const told = (describe: Describe, describeBefore = describe): string => {
    const is = describe(current, reader);
    return describe(before, reader) === is
      ? is
      : t('mail.fromTo', { before: describeBefore(before, reader), after: is });
  };
  const offered: [string, string][] = [
    [t('mail.label.seats'), told(seatsInDetail, seatsOf)],
    [t('mail.label.waitlist'), told(waitlistOf)],
  ];
  return [
    ...(current.status === 'cancelled' ? [] : offered),
    [t('mail.label.when'), told(meetingsOf)],
    [t('mail.label.instructor'), told(instructorsOf)],
    [t('mail.label.term'), campus.termName(current.term)],
    [t('mail.label.classNumber'), t('mail.classNumber', { classNumber: current.classNumber, university: campus.name })],
  ];
}
