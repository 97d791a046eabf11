/** The subject of a message about changes. It says what is true now, so a late one promises nothing. */
import { UNLIMITED } from '../../domain/section.ts';
import { nameOf, nameWithTime } from '../../words/section-words.ts';
import type { News } from './news.ts';
import type { Reader } from './reader.ts';

/** How many sections a subject names. */
const NAMED = 2;

export function subjectOf(news: readonly News[], reader: Reader): string {
  const [first] = news;
  if (first !== undefined && news.length === 1) return aboutOne(first, reader);
  const { t, formats } = reader;
  const names = news.slice(0, NAMED).map(({ current }) => nameOf(current, reader));
  const left = news.length - names.length;
  const listed = formats.list(left > 0 ? [...names, t('mail.subject.andMore', { count: left })] : names);
  const key = news.every(isOpening) ? 'mail.subject.opensInMany' : 'mail.subject.newsOfMany';
  return t(key, { count: news.length, names: listed });
}

/** A seat opened, and it is still open. */
export const isOpening = ({ lead, moved }: News): boolean => lead.kind === 'opened' && !moved;

function aboutOne(news: News, reader: Reader): string {
  const { t } = reader;
  const { lead, current, moved } = news;
  const what = nameWithTime(current, reader);
  const happened = t(`mail.happened.${lead.kind}`);
  if (moved) return t('mail.subject.late', { happened, now: t(`mail.now.${current.status}`), what });
  if (!isOpening(news)) return t('mail.subject.plain', { happened, what });
  const open = openSeats(current);
  return open === null ? t('mail.subject.openedNoLimit', { what }) : t('mail.subject.opened', { count: open, what });
}

/** How many seats any student can take; null: there is no limit. */
export function openSeats({ seats: { capacity, open } }: News['current']): number | null {
  return capacity === null || capacity === UNLIMITED ? null : (open ?? 0);
}
