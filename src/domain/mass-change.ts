/**
 * Mass changes: when a glitch or a reload of the source seems to open, lose or bring back many sections at once, a
 * second look must agree before anyone is told. Pure.
 */

/**
 * `absent`: missing from a complete answer for the first time. `gone`: its number did not find it either, so that it
 * would be cancelled, or its watches would end. `listed`: back after it was cancelled.
 */
export type OddKind = 'opened' | 'absent' | 'gone' | 'listed';

/** One section that a look shows to have changed in a way that many seldom do at once. */
export interface Odd {
  section: string;
  kind: OddKind;
}

export interface MassChangeRule {
  /** More sections than this are looked at twice. */
  sections: number;
  /** So are more than this share of the watched sections, if they are at least 20. */
  share: number;
}

/** How many sections showed one kind of change, and how much there was to see. */
export interface Extent {
  shown: number;
  /** Of `due` sections `seen` have been seen; null: there is nothing more to see. */
  progress: { seen: number; due: number } | null;
  /** By so many processes, this one among them, all that is due is passed over. */
  parts: number;
}

const SHARE_COUNTS_FROM = 20;
/** So few are told at once, whatever they might grow to: five students wait for five seats. */
export const FEW = 5;
/** Sections assumed to have been seen without a change before a pass began: some early changes are no trend. */
const PRIOR_SEEN = 20;

/**
 * An opening is urgent, yet a broken answer is repeated for some seconds: by a cache, or until the next server is
 * asked.
 */
const OPENED_AGAIN_MS = { least: 2_000, most: 15_000 };
/** An absence is not urgent, and what hides a whole list (a reload, a deployment) lasts longer. */
const ABSENT_AGAIN_MS = { least: 60_000, most: 900_000 };
/** Hundreds of sections were missing from one sample of a public series and back in the next, ten minutes later. */
const GONE_AGAIN_MS = { least: 900_000, most: 900_000 };
const AGAIN_MS: Record<OddKind, { least: number; most: number }> = {
  opened: OPENED_AGAIN_MS,
  absent: ABSENT_AGAIN_MS,
  gone: GONE_AGAIN_MS,
  listed: ABSENT_AGAIN_MS,
};
/** Of the interval. */
const SPREAD = 0.25;

/**
 * Whether this is a mass change or on its way to be one. `watched`: all watched sections of the institution; null: not
 * known, then no share of it decides.
 */
export function isMassChange(
  { shown, progress, parts }: Extent,
  watched: number | null,
  rule: MassChangeRule,
): boolean {
  if (isMany(shown, watched, rule)) return true;
  if (shown <= FEW) return false;
  const growth = progress === null ? 1 : Math.max(1, progress.due / (progress.seen + PRIOR_SEEN));
  // Supposed to be as frequent among what was not seen, here and elsewhere; but not of more sections than there are.
  return isMany(Math.min(shown * parts * growth, watched ?? Infinity), watched, rule);
}

function isMany(shown: number, watched: number | null, { sections, share }: MassChangeRule): boolean {
  return shown > sections || (watched !== null && shown >= SHARE_COUNTS_FROM && shown > share * watched);
}

/** Milliseconds between the look that showed a mass change of this kind and the one that must agree. */
export function secondLookInMs(kind: OddKind, intervalMs: number): number {
  const { least, most } = AGAIN_MS[kind];
  return Math.min(most, Math.max(least, SPREAD * intervalMs));
}
