/** What a message says about one section. */
import type { SectionState } from '../../domain/section.ts';
import { parseSectionKey } from '../../domain/section.ts';
import { courseOf, nameOf } from '../../words/section-words.ts';
import type { Campus } from './campus.ts';
import { shortName } from './campus.ts';
import { detailsOf } from './details.ts';
import type { Figures } from '../../domain/openings.ts';
import { figuresIn } from './figures.ts';
import type { News } from './news.ts';
import type { Reader } from './reader.ts';
import { openFor } from './subject.ts';

export interface Part {
  /** `CSE 310 · 66445`. */
  name: string;
  title: string;
  /** What is true now, and when it was seen. */
  first: string;
  /** What follows for the reader. */
  lines: string[];
  details: [label: string, value: string][];
  /** The university's page about the section. */
  link: { label: string; url: string };
  /** The watches that this part is told for. */
  watchIds: string[];
}

/** `figures` undefined: not known. */
export function partOf(news: News, reader: Reader, campus: Campus, figures: Figures | undefined): Part {
  const { t, formats } = reader;
  const { section, current, watch, watchIds } = news;
  const key = parseSectionKey(section)!;
  const university = shortName(key.institution);
  return {
    name: nameOf(current, reader),
    title: current.title,
    first: firstLine(news, reader),
    lines: [
      ...(news.isNew ? [t('mail.newSection')] : []),
      ...(news.unseenSince === null ? [] : [t('mail.seenAgain.missed', { since: formats.exact(news.unseenSince) })]),
      ...(current.status === 'cancelled' ? [] : seatLines(current, reader)),
      ...(figures === undefined ? [] : figuresIn(figures, reader)),
      ...(watch?.course === undefined ? [] : [t('mail.ofCourse', { course: courseOf(current) })]),
    ],
    details: detailsOf(news, reader, campus),
    link: { label: t(canRegister(current) ? 'mail.register' : 'mail.look', { university }), url: campus.linkFor(key) },
    watchIds,
  };
}

const canRegister = ({ status }: SectionState): boolean => status === 'open' || status === 'waitlist';

function firstLine(news: News, { t, formats }: Reader): string {
  const { lead, kind, current, moved } = news;
  const time = formats.moment(current.checkedAt);
  if (moved) {
    const first = { happened: t(`mail.late.${kind}`), time: formats.moment(lead.detectedAt) };
    return `${t('mail.first.late', { ...first, now: t(`mail.nowIs.${current.status}`) })}.`;
  }
  return t('mail.first.seen', { what: whatIs(news, t), time });
}

function whatIs(news: News, t: Reader['t']): string {
  const { kind } = news;
  if (kind !== 'opened') return t(`mail.first.${kind}`);
  const { count, group } = openFor(news);
  if (count === Infinity) return t('mail.first.openNoLimit');
  return group === null ? t('mail.first.open', { count }) : t('mail.first.forGroup', { count, group });
}

/** What a number of seats does not say: who comes first, whom seats are held for, what is needed to enroll. */
function seatLines(
  { seats, waitlist, reservedGroups = [], notes = {} }: SectionState,
  { t, formats }: Reader,
): string[] {
  const waiting = waitlist?.count ?? 0;
  const groups = reservedGroups
    .map(({ name, capacity, enrolled }) => ({ name, seats: Math.max(0, capacity - enrolled) }))
    .filter((group) => group.seats > 0)
    .map((group) => t('mail.group', group));
  const named = groups.length === 0 ? '' : t('mail.groups', { names: formats.list(groups) });
  return [
    ...(waiting > 0 ? [t('mail.waitingFirst', { count: waiting })] : []),
    ...(seats.reserved > 0 ? [t('mail.held', { count: seats.reserved, groups: named })] : []),
    ...(notes.consent === true ? [t('mail.consent')] : []),
    ...(notes.enrollBy === undefined ? [] : [t('mail.enrollBy', { day: formats.date(notes.enrollBy) })]),
    ...(notes.sharedPool === undefined ? [] : [t('mail.sharedPool')]),
  ];
}
