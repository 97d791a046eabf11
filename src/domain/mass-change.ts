/**
 * Mass changes: when a glitch or a reload of the source seems to open many sections at once, a second look must agree
 * before anyone is told. Pure.
 */

export interface MassChangeRule {
  /** More openings in one pass than this are looked at twice. */
  sections: number;
  /** So are more than this share of the watched sections, if they are at least 20. */
  share: number;
}

const SHARE_COUNTS_FROM = 20;
/** Sections assumed to have been seen without an opening before a pass began: one early opening is no trend. */
const PRIOR_SEEN = 50;

/** Whether this many openings in a whole pass need a second look. */
export function isMassChange(openings: number, watched: number, rule: MassChangeRule): boolean {
  return openings > rule.sections || (openings >= SHARE_COUNTS_FROM && openings > rule.share * watched);
}

/** Whether a pass that has seen `seen` of `due` sections and found `openings` is on its way to half a mass change. */
export function looksLikeMassChange(openings: number, seen: number, due: number, watched: number, rule: MassChangeRule): boolean {
  const projected = openings * Math.max(1, due / (seen + PRIOR_SEEN));
  return isMassChange(openings, watched, rule) || isMassChange(projected * 2, watched, rule);
}
