/**
 * Mass changes: a glitch or a reload of the source can seem to open, lose or bring back many sections at once. Then a
 * second look must agree before anyone is notified. Pure.
 */

/**
 * `absent`: missing from a complete answer for the first time. `gone`: a lookup by number found nothing either, so the
 * section would become cancelled or its watches would end. `listed`: back after it was cancelled.
 */
export type OddKind = 'opened' | 'absent' | 'gone' | 'listed';

/** A section that seems to have changed in a way that seldom happens to many sections at once. */
export interface Odd {
  section: string;
  kind: OddKind;
}

export interface MassChangeRule {
  /** More sections than this are a mass change. */
  sections: number;
  /** So is more than this share of the watched sections, from 20 sections on. */
  share: number;
}

/** How many sections showed one kind of change, and how far the pass has come. */
export interface Extent {
  shown: number;
  /** `seen` of `due` sections have been looked at; null: the pass is complete. */
  progress: { seen: number; due: number } | null;
  /** How many processes, including this one, share the pass. */
  parts: number;
}

const SHARE_COUNTS_FROM = 20;
/** Up to this many changes are told at once, even if more may follow: five students may wait for five seats. */
export const FEW = 5;
/** Assumes this many sections seen without a change before the pass: a few early changes are not a trend. */
const PRIOR_SEEN = 20;

/** An opening is urgent, but a broken answer repeats for some seconds, from a cache or until another server answers. */
const OPENED_AGAIN_MS = { least: 2_000, most: 15_000 };
/** An absence is not urgent, and a reload or a deployment hides a whole list for longer. */
const ABSENT_AGAIN_MS = { least: 60_000, most: 900_000 };
/** In a public series, hundreds of sections were missing from one sample and back in the next, ten minutes later. */
const GONE_AGAIN_MS = { least: 900_000, most: 900_000 };
const AGAIN_MS: Record<OddKind, { least: number; most: number }> = {
  opened: OPENED_AGAIN_MS,
  absent: ABSENT_AGAIN_MS,
  gone: GONE_AGAIN_MS,
  listed: ABSENT_AGAIN_MS,
};
/** The second look follows after this share of the interval. */
const SPREAD = 0.25;

/**
 * Whether this is a mass change or is becoming one. `watched`: the number of watched sections of the institution; null:
 * not known, then the share is ignored.
 */
export function isMassChange(
  { shown, progress, parts }: Extent,
  watched: number | null,
  rule: MassChangeRule,
): boolean {
  if (isMany(shown, watched, rule)) return true;
  if (shown <= FEW) return false;
  const growth = progress === null ? 1 : Math.max(1, progress.due / (progress.seen + PRIOR_SEEN));
  // Assumes the same frequency among the sections not yet seen, here and in other processes, up to all watched ones.
  return isMany(Math.min(shown * parts * growth, watched ?? Infinity), watched, rule);
}

function isMany(shown: number, watched: number | null, { sections, share }: MassChangeRule): boolean {
  return shown > sections || (watched !== null && shown >= SHARE_COUNTS_FROM && shown > share * watched);
}

/** Milliseconds between the look that showed a mass change of this kind and the second look. */
export function secondLookInMs(kind: OddKind, intervalMs: number): number {
  const { least, most } = AGAIN_MS[kind];
  return Math.min(most, Math.max(least, SPREAD * intervalMs));
}
