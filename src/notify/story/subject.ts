/** The subject of a message about changes. It says what is true now, so a late one promises nothing. */
import { usableSeats } from '../../domain/wants.ts';
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
const isOpening = ({ kind, moved }: News): boolean => kind === 'opened' && !moved;

function aboutOne(news: News, reader: Reader): string {
  const { t } = reader;
  const { kind, current, moved, isReminder } = news;
  const what = nameWithTime(current, reader);
  const happened = t(`mail.happened.${kind}`);
  if (moved) return t('mail.subject.late', { happened, now: t(`mail.now.${current.status}`), what });
  if (!isOpening(news)) return t('mail.subject.plain', { happened, what });
  const { count, group } = openFor(news);
  if (count === Infinity) return t('mail.subject.openedNoLimit', { what });
  if (group !== null) return t('mail.subject.forGroup', { count, group, what });
  return t(isReminder ? 'mail.subject.stillOpen' : 'mail.subject.opened', { count, what });
}

/** How many seats the watch's student can take, Infinity without a limit, and the group whose seats are counted in. */
export function openFor({ current, watch }: News): { count: number; group: string | null } {
  const group = watch?.reservedGroup ?? null;
  return { count: usableSeats(current, { reservedGroup: group }), group };
}
