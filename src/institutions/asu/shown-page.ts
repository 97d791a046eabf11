/**
 * What the class-search page showed, as the page reader hands it out: strings of a hostile site, in a shape that is
 * checked.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';

const Lines = Type.Array(Type.String());

export const ShownRow = Type.Object({
  /**
   * The lines of the cells `.class-results-cell.<name>`, by name; a cell that is not there or not shown is not there.
   * Of meetings a line each, also an empty one.
   */
  cells: Type.Record(Type.String(), Lines),
  /** The id `detailsOpen=NUMBER-COURSEID`; null where the page has none. */
  detailsId: Type.Union([Type.String(), Type.Null()]),
  /**
   * Whether the row's details were open, the only place that shows reserved seats; not tried where no seats are left.
   */
  opened: Type.Boolean(),
  /** The cells of the table of reserved groups, row by row; null when the details hold none. */
  reservedTable: Type.Union([Type.Array(Lines), Type.Null()]),
});
export type ShownRow = Static<typeof ShownRow>;

export const ShownPage = Type.Object({
  title: Type.String(),
  /** A results list is there. */
  list: Type.Boolean(),
  /** The heading "No classes found" is there. */
  noClasses: Type.Boolean(),
  /** A spinner turns, or rows still come. */
  loading: Type.Boolean(),
  /** Calls of the page to its own site that failed before any row was opened: it may show fewer rows than there are. */
  failedCalls: Type.Number(),
  /** Rows the page was told of in its own search traffic; null when that was not understood. */
  announced: Type.Union([Type.Number(), Type.Null()]),
  rows: Type.Array(ShownRow),
});
export type ShownPage = Static<typeof ShownPage>;
