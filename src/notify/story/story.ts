/** What a message to a student tells, before it is set as a mail, a push message or a chat message. Pure. */
import { parseCourseKey } from '../../domain/course.ts';
import { parseSectionKey } from '../../domain/section.ts';
import type { Language } from '../../words/language.ts';
import type { Bundle } from '../channel.ts';
import { notifyError } from '../errors.ts';
import type { Campus } from './campus.ts';
import type { News } from './news.ts';
import { newsOf } from './news.ts';
import { mutedOf } from './muted.ts';
import type { Notice } from './notice.ts';
import { noticeOf } from './notice.ts';
import { outageOf } from './outage.ts';
import type { Part } from './part.ts';
import { partOf } from './part.ts';
import { plain } from './plain.ts';
import type { Reader } from './reader.ts';
import { readerOf } from './reader.ts';
import { subjectOf } from './subject.ts';

export interface Story {
  language: Language;
  subject: string;
  /** The most important sentence. */
  first: string;
  /** What a notice says after that. */
  lines: string[];
  /** One for each section; a notice has none. */
  parts: Part[];
  /** When it was seen and when it is told. */
  ledger: string | null;
  simulated: boolean;
}

/**
 * What a message about a bundle says, told at `now` (epoch ms). Every text is one line without control characters.
 * Throws PMC_CHANGE_MISSING when there is neither a change nor a notice.
 */
export function storyOf(bundle: Bundle, campusOf: (institution: string) => Campus, now: number): Story {
  // A section that is seen again comes with what was missed.
  const lead = bundle.find(({ notice }) => notice !== 'seen-again') ?? bundle[0];
  const { id, section, notice, current, muted, preferences } = lead;
  if (notice === 'channel-muted') {
    if (muted === null) throw notifyError('PMC_CHANGE_MISSING', { notification: id });
    const reader = readerOf(preferences, preferences.timeZone);
    return noticeStory(mutedOf(muted, reader), { language: reader.language, simulated: false });
  }
  const key = parseSectionKey(section) ?? parseCourseKey(section)!;
  const campus = campusOf(key.institution);
  const reader = readerOf(preferences, campus.timeZone);
  const about = { language: reader.language, simulated: campus.simulated };
  if (notice !== null && notice !== 'new-section') {
    const told =
      notice === 'outage' || notice === 'seen-again'
        ? outageOf(notice, bundle, reader)
        : noticeOf(notice, current, key, reader, campus);
    return noticeStory(told, about);
  }
  const news = newsOf(bundle);
  const figures = new Map(bundle.map((told) => [told.section, told.figures]));
  const parts = news.map((each) => cleaned(partOf(each, reader, campus, figures.get(each.section))));
  if (parts[0] === undefined) throw notifyError('PMC_CHANGE_MISSING', { notification: id });
  const subject = plain(subjectOf(news, reader));
  return {
    ...about,
    subject,
    first: parts.length === 1 ? parts[0].first : subject,
    lines: [],
    parts,
    ledger: ledgerOf(news, reader, now),
  };
}

function noticeStory({ subject, first, lines }: Notice, about: Pick<Story, 'language' | 'simulated'>): Story {
  return { ...about, subject: plain(subject), first: plain(first), lines: lines.map(plain), parts: [], ledger: null };
}

function ledgerOf(news: readonly News[], { t, formats }: Reader, now: number): string {
  const seen = Math.min(...news.map(({ lead }) => Date.parse(lead.detectedAt)));
  return t('mail.ledger', { seen: formats.exact(seen), told: formats.exact(now) });
}

/** Names, titles and places come from the site. */
function cleaned(part: Part): Part {
  return {
    ...part,
    name: plain(part.name),
    title: plain(part.title),
    first: plain(part.first),
    lines: part.lines.map(plain),
    details: part.details.map(([label, value]) => [label, plain(value)]),
  };
}
