/** Describes in words how often a section is looked at and how often it opens. Pure. */
import type { SectionStats } from '../../contract/section.ts';

const WEEK_DAYS = 7;

/** `Looked at about every 90 s: 14 watching, opens about twice a day, for about 4 min.` */
export function statsSentence(stats: SectionStats): string {
  if (stats.stopped === 'term-over') return 'The term is over, so this class is no longer checked.';
  if (stats.stopped === 'paused') return 'Checks are paused now. They go on by themselves.';
  return `Checked about every ${aboutSeconds(stats.intervalSeconds)}: ${stats.watchers} watching, ${openings(stats)}.`;
}

function openings({ openings7d, medianOpenSeconds }: SectionStats): string {
  if (openings7d === 0) return 'did not open in the last 7 days';
  const lasting = medianOpenSeconds === undefined ? '' : `, for about ${aboutSeconds(medianOpenSeconds)}`;
  if (openings7d < WEEK_DAYS) return `opened ${times(openings7d)} in the last 7 days${lasting}`;
  return `opens about ${times(Math.round(openings7d / WEEK_DAYS))} a day${lasting}`;
}

function times(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}

/** Rounds to what one can imagine: `90 s`, `5 min`, `3 h`. */
export function aboutSeconds(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 115) return `${5 * Math.round(seconds / 5)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return seconds < 129_600 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}
