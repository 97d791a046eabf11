/** Describes in words how often a section is looked at and how often it opens. Pure. */
import type { Translate } from '../../../words/typed.ts';
import type { SectionStats } from '../../contract/section.ts';

const WEEK_DAYS = 7;

/** `Checked about every 90 s: 14 watching, opens about twice a day, for about 4 min.` */
export function statsSentence(stats: SectionStats, t: Translate): string {
  if (stats.stopped === 'term-over') return t('live.pace.termOver');
  if (stats.stopped === 'paused') return t('live.pace.paused');
  return t('live.pace.sentence', {
    interval: interval(stats.intervalSeconds, t),
    count: stats.watchers,
    openings: openings(stats, t),
  });
}

/** What follows "every": `second`, not `1 second`. */
function interval(seconds: number, t: Translate): string {
  return Math.round(seconds) <= 1 ? t('live.pace.second') : aboutSeconds(seconds, t);
}

function openings({ openings7d, medianOpenSeconds }: SectionStats, t: Translate): string {
  if (openings7d === 0) return t('live.pace.never');
  const opened =
    openings7d < WEEK_DAYS
      ? t('live.pace.inWeek', { times: times(openings7d, t) })
      : t('live.pace.perDay', { times: times(Math.round(openings7d / WEEK_DAYS), t) });
  return medianOpenSeconds === undefined
    ? opened
    : t('live.pace.lasting', { opened, duration: aboutSeconds(medianOpenSeconds, t) });
}

function times(count: number, t: Translate): string {
  return count === 2 ? t('live.pace.twice') : t('live.pace.times', { count });
}

/** Rounds to what one can imagine: `90 s`, `5 min`, `3 h`. */
export function aboutSeconds(seconds: number, t: Translate): string {
  if (seconds < 10) return t('live.pace.seconds', { count: Math.max(1, Math.round(seconds)) });
  if (seconds < 115) return t('live.pace.seconds', { count: 5 * Math.round(seconds / 5) });
  if (seconds < 5_400) return t('live.pace.minutes', { count: Math.round(seconds / 60) });
  return seconds < 129_600
    ? t('live.pace.hours', { count: Math.round(seconds / 3_600) })
    : t('live.pace.days', { count: Math.round(seconds / 86_400) });
}
