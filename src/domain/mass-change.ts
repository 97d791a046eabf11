/**
 * Mass changes: a glitch or a reload of the source can seem to open, lose or bring back many sections at once. Then a
 * second look must agree before anyone is notified. Pure.
 */

/**
 * `absent`: missing from a complete answer for the first time. `gone`: a lookup by number found nothing either, so the
 * section would become cancelled or its watches would end. `listed`: back after it was cancelled.
 */
export type AnomalyKind = 'opened' | 'absent' | 'gone' | 'listed';

/** A section that seems to have changed in a way that seldom happens to many sections at once. */
export interface Anomaly {
  section: string;
  kind: AnomalyKind;
}

export interface MassChangeRule {
  /** More sections than this are a mass change. */
  sections: number;
  /** So is more than this share of the watched sections, from 20 sections on. */
  share: number;
}

/** What recent answers showed of one kind of change. */
export interface ChangeCounts {
  /** Sections that showed it. */
  shown: number;
  /** Watched sections that were seen, with an anomaly or without. */
  seen: number;
  /** For openings: see `excessAfter`. 0 for other kinds. */
  excess: number;
}

const SHARE_COUNTS_FROM = 20;
/** Up to this many changes are told at once, even if more may follow: five students may wait for five seats. */
export const FEW = 5;
/** Assumes this many sections seen before without a change: a few changes in a row are not a trend. */
const PRIOR_SEEN = 20;
/** Sums of shares are not exact. */
const ROUNDING = 1e-9;

/** An opening is urgent, but a broken answer repeats for some seconds, from a cache or until another server answers. */
const OPENED_AGAIN_MS = { least: 2_000, most: 15_000 };
/** An absence is not urgent, and a reload or a deployment hides a whole list for longer. */
const ABSENT_AGAIN_MS = { least: 60_000, most: 900_000 };
/** In a public series, hundreds of sections were missing from one sample and back in the next, ten minutes later. */
const GONE_AGAIN_MS = { least: 900_000, most: 900_000 };
const AGAIN_MS: Record<AnomalyKind, { least: number; most: number }> = {
  opened: OPENED_AGAIN_MS,
  absent: ABSENT_AGAIN_MS,
  gone: GONE_AGAIN_MS,
  listed: ABSENT_AGAIN_MS,
};
/** The second look follows after this share of the interval. */
const SPREAD = 0.25;

/**
 * Returns the excess after one more answer: of the sections that could open in the latest run of answers, how many more
 * opened than the rule's share of them. The run begins where the excess is greatest, so answers from before a glitch do
 * not hide it. At 0 there is no sign of a glitch. This is the CUSUM procedure (E. S. Page, "Continuous Inspection
 * Schemes", Biometrika 41, 1954).
 */
export function excessAfter(excess: number, opened: number, able: number, { share }: MassChangeRule): number {
  return Math.max(0, excess + opened - share * able);
}

/**
 * Whether this is a mass change or is becoming one. `watched`: the number of watched sections of the institution; null:
 * not known, then they do not count.
 */
export function isMassChange(counts: ChangeCounts, watched: number | null, rule: MassChangeRule): boolean {
  const { shown, seen, excess } = counts;
  if (shown > rule.sections) return true;
  if (shown <= FEW) return false;
  if (excess > FEW * (1 - rule.share) + ROUNDING) return true;
  if (watched === null) return false;
  // Assumes the same frequency among the watched sections that were not seen lately, by this process or others.
  const inAll = shown * Math.max(1, watched / (seen + PRIOR_SEEN));
  return isMany(shown, watched, rule) || isMany(Math.min(inAll, watched), watched, rule);
}

/** Whether the decision depends on the number of watched sections. */
export function dependsOnWatched(counts: ChangeCounts, rule: MassChangeRule): boolean {
  return counts.shown > FEW && !isMassChange(counts, null, rule);
}

function isMany(count: number, watched: number, { sections, share }: MassChangeRule): boolean {
  return count > sections || (count >= SHARE_COUNTS_FROM && count > share * watched);
}

/** Milliseconds between the look that showed a mass change of this kind and the second look. */
export function secondLookInMs(kind: AnomalyKind, intervalMs: number): number {
  const { least, most } = AGAIN_MS[kind];
  return Math.min(most, Math.max(least, SPREAD * intervalMs));
}
