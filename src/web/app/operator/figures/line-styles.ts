/** How the lines of a chart look. They differ in their dashes too, not only in colour. */
export interface LineStyle {
  /** A custom property of the page. */
  colour: string;
  /** Lengths of dashes and gaps in pixels; empty: a full line. */
  dash: readonly number[];
}

const STYLES: readonly LineStyle[] = [
  { colour: '--accent', dash: [] },
  { colour: '--waitlist', dash: [6, 4] },
  { colour: '--reserved', dash: [2, 3] },
  { colour: '--open', dash: [10, 3, 2, 3] },
  { colour: '--full', dash: [3, 2] },
  { colour: '--ink', dash: [12, 4] },
];
const BUDGET_STYLE: LineStyle = { colour: '--bad', dash: [9, 5] };

/** `place`: of the line in its chart. */
export function styleOf(place: number, isBudget: boolean): LineStyle {
  return isBudget ? BUDGET_STYLE : STYLES[place % STYLES.length]!;
}
