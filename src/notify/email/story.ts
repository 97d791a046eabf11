/** What a mail about a section tells, before it is set as text or HTML. Pure. */
import type { NoticeKind } from '../../domain/notification.ts';
import type { Change, ChangeKind } from '../../domain/change.ts';
import { seatsInDetail } from '../../domain/seat-words.ts';
import type { SectionKey, SectionState } from '../../domain/section.ts';
import type { Bundle } from '../channel.ts';
import { CHANGE_KINDS } from '../../domain/change.ts';
import { notifyError } from '../errors.ts';
import { parseSectionKey } from '../../domain/section.ts';
import { courseOf, instructorsOf, meetingsOf, NOW_IN_SUBJECT, nowIs, plain, timeAt, waitlistOf } from './wording.ts';

/** What a mail needs to know about the institution of a section. */
export interface Campus {
  name: string;
  /** IANA zone. */
  timeZone: string;
  /** The source is the campus simulator, so all sections are made up. */
  simulated: boolean;
  /** The university's page about the section. */
  linkFor: (key: SectionKey) => string;
  /** `2267` → `Fall 2026`. */
  termName: (term: string) => string;
}

export interface Story {
  subject: string;
  /** What happened, and what is true now. */
  headline: string;
  /** Each further change, and what follows for the reader. */
  lines: string[];
  details: [label: string, value: string][];
  /** The university's page; null when there is no such section. */
  sectionLink: string | null;
  simulated: boolean;
}

interface Wording {
  subject: string;
  headline(time: string): string;
}

const WORDING: Readonly<Record<ChangeKind, Wording>> = {
  opened: { subject: 'Seat open', headline: (time) => `A seat opened at ${time}` },
  closed: { subject: 'Closed', headline: (time) => `The section closed at ${time}` },
  seats: { subject: 'Seats changed', headline: (time) => `The number of seats changed at ${time}` },
  waitlist: { subject: 'Waitlist changed', headline: (time) => `The waitlist changed at ${time}` },
  instructor: { subject: 'New instructor', headline: (time) => `The instructor changed at ${time}` },
  schedule: { subject: 'New schedule', headline: (time) => `The time or place changed at ${time}` },
  cancelled: { subject: 'Cancelled', headline: (time) => `The section was cancelled at ${time}` },
  listed: { subject: 'Listed again', headline: (time) => `The section was listed again at ${time}` },
};

/** What a mail about a bundle says. Throws PMC_CHANGE_MISSING when there is neither a change nor a notice. */
export function storyOf(bundle: Bundle, campusOf: (institution: string) => Campus): Story {
  const [{ id, section, notice, current }] = bundle;
  const key = parseSectionKey(section)!;
  const campus = campusOf(key.institution);
  if (notice !== null) return noticeStory(notice, bundle[0].current, key, campus);
  const changes = bundle
    .flatMap(({ change }) => change ?? [])
    .toSorted((a, b) => CHANGE_KINDS.indexOf(a.kind) - CHANGE_KINDS.indexOf(b.kind));
  const [lead, ...others] = changes;
  if (lead === undefined) throw notifyError('PMC_CHANGE_MISSING', { notification: id });
  return changeStory(lead, others, current ?? lead.after, key, campus);
}

function changeStory(lead: Change, others: Change[], current: SectionState, key: SectionKey, campus: Campus): Story {
  const wording = WORDING[lead.kind];
  const happened = wording.headline(timeAt(lead.detectedAt, campus.timeZone));
  // A late mail must not promise a seat that is gone. It says what is true now, in the subject too.
  const moved = current.status !== lead.after.status;
  const again = current.status === lead.before.status;
  const subject = moved ? `${wording.subject}, ${NOW_IN_SUBJECT[current.status]}` : wording.subject;
  return {
    subject: `${subject}: ${courseOf(current)} (${current.classNumber})`,
    headline: moved ? `${happened}; now ${nowIs(current.status, again)}.` : `${happened}.`,
    lines: [
      ...[lead, ...others].flatMap(differenceOf),
      ...(lead.kind === 'opened' && !moved ? ['Seats go fast: register now if you want it.'] : []),
    ],
    details: detailsOf(current, campus),
    sectionLink: campus.linkFor(key),
    simulated: campus.simulated,
  };
}

/** The old and the new value, for the kinds of change where that says more than the headline. */
function differenceOf({ kind, before, after }: Change): string[] {
  const fromTo = (label: string, tell: (state: SectionState) => string) => [
    `${label}: from ${tell(before)} to ${tell(after)}.`,
  ];
  switch (kind) {
    case 'opened':
    case 'closed':
    case 'seats':
      return fromTo('Seats', seatsInDetail);
    case 'waitlist':
      return fromTo('Waitlist', waitlistOf);
    case 'instructor':
      return fromTo('Instructor', instructorsOf);
    case 'schedule':
      return fromTo('Meets', meetingsOf);
    case 'cancelled':
      return ['The university no longer offers it.'];
    case 'listed':
      return ['The university offers it again.'];
    default:
      return kind satisfies never;
  }
}

function detailsOf(state: SectionState, campus: Campus): Story['details'] {
  return [
    ['Course', courseOf(state)],
    ['Class number', `${state.classNumber}, term ${state.term}, ${campus.name}`],
    ['Instructor', instructorsOf(state)],
    ['Meets', meetingsOf(state)],
    ['Seats', seatsInDetail(state)],
    ['Waitlist', waitlistOf(state)],
    ['Last seen', timeAt(state.checkedAt, campus.timeZone)],
  ];
}

function noticeStory(
  kind: NoticeKind,
  current: SectionState | null,
  { classNumber, term }: SectionKey,
  campus: Campus,
): Story {
  switch (kind) {
    case 'term-over':
      return termOverStory(current, classNumber, plain(campus.termName(term)), campus);
    case 'not-found':
      return {
        subject: `No such section: class ${classNumber}, term ${term}`,
        headline: `${plain(campus.name)} lists no class ${classNumber} in term ${term}.`,
        lines: [
          'When you added this watch, the class search could not be reached. ' +
            'It has answered since, and there is no such section.',
          'We have ended this watch. Check the class number and the term, then add it again.',
        ],
        details: [],
        sectionLink: null,
        simulated: campus.simulated,
      };
    default:
      return kind satisfies never;
  }
}

function termOverStory(current: SectionState | null, classNumber: string, term: string, { simulated }: Campus): Story {
  const section = current === null ? `class ${classNumber}` : `${courseOf(current)} (${classNumber})`;
  return {
    subject: `${term} is over: ${section}`,
    headline: `${term} is over.`,
    lines: [`We have ended your watch of ${section}. Nothing was cancelled, and its place among your watches is free.`],
    details: [],
    sectionLink: null,
    simulated,
  };
}
