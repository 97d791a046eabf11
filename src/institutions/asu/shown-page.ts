/**
 * What the class-search page showed, as the page reader returns it. The strings come from a site that may be hostile,
 * so the shape is checked.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';

const Lines = Type.Array(Type.String());

export const ShownRow = Type.Object({
  /**
   * The lines of the cells `.class-results-cell.<name>`, by name. Missing and hidden cells are left out. Each meeting
   * has one line, which may be empty.
   */
  cells: Type.Record(Type.String(), Lines),
  /** The id `detailsOpen=NUMBER-COURSEID`; null: the row has none. */
  detailsId: Type.Union([Type.String(), Type.Null()]),
  /** Whether the row's details were open. Only they show reserved seats. Not tried if no seats are left. */
  opened: Type.Boolean(),
  /** The cells of the table of reserved groups, row by row; null: the details have no such table. */
  reservedTable: Type.Union([Type.Array(Lines), Type.Null()]),
});
export type ShownRow = Static<typeof ShownRow>;

export const ShownPage = Type.Object({
  title: Type.String(),
  /** There is a list of results. */
  list: Type.Boolean(),
  /** There is the heading "No classes found". */
  noClasses: Type.Boolean(),
  /** There is a spinner, or rows are still arriving. */
  loading: Type.Boolean(),
  /** How many calls of the page to its own site failed before a row was opened. If any, rows may be missing. */
  failedCalls: Type.Number(),
  /** The number of rows that the page's own search calls announced; null: their answers were not understood. */
  announced: Type.Union([Type.Number(), Type.Null()]),
  rows: Type.Array(ShownRow),
});
export type ShownPage = Static<typeof ShownPage>;
