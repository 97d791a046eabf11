/**
 * Functions that run inside the page. The browser gets their source text, so they must not use anything from outside
 * themselves.
 *
 * The page's DOM: `#class-results > .class-results-rows` has a `.class-accordion` per class with cells
 * `.class-results-cell.<name>`. An `h2` says "No classes found". While loading, there is an element whose class has
 * `spinner-button`. Since Fall 2026 cells start with a label for screen readers (`.sr-only`), elements for narrow
 * windows exist but are hidden, and the class number is in an id, `detailsOpen=NUMBER-COURSEID`. A click on the cell
 * `course` opens the details, below the cells or after the row.
 */
import type { ShownRow } from './shown-page.ts';

/** The part of the DOM that is used here. The rest of the program is compiled without DOM types. */
interface PageNode {
  readonly nodeType: number;
  readonly textContent: string;
}
interface PageElement extends PageNode {
  readonly tagName: string;
  readonly id: string;
  readonly childNodes: Iterable<PageNode | PageElement>;
  readonly rows: Iterable<PageElement>;
  readonly cells: Iterable<PageElement>;
  readonly nextElementSibling: PageElement | null;
  matches(selector: string): boolean;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  scrollIntoView(): void;
  click(): void;
}
declare const document: PageElement & { readonly title: string };
declare const getComputedStyle: (element: PageElement) => { readonly display: string; readonly visibility: string };

/** A row by its index, and the length of its text before it was opened; null: its details are not wanted. */
export interface WantedRow {
  index: number;
  closedLength: number | null;
}

/** Whether the page shows the result of a search, or the start of it. For `waitForFunction`. */
export function showsResult(): boolean {
  return (
    document.querySelector('#class-results .class-accordion') !== null ||
    [...document.querySelectorAll('h2')].some((heading) => /no classes found/i.test(heading.textContent))
  );
}

/** Scrolls to the last row, which makes the page load more. Returns the current number of rows. */
export function scrollToLastRow(): number {
  const rows = [...document.querySelectorAll('#class-results .class-accordion')];
  rows.at(-1)?.scrollIntoView();
  return rows.length;
}

/** What the page shows around its rows, and how many rows it has. */
export function readFrame(): { title: string; list: boolean; noClasses: boolean; spins: boolean; count: number } {
  return {
    title: document.title.slice(0, 200),
    list: document.querySelector('#class-results .class-results-rows') !== null,
    noClasses: [...document.querySelectorAll('h2')].some((heading) => /no classes found/i.test(heading.textContent)),
    spins: document.querySelector('[class*="spinner-button"]') !== null,
    count: [...document.querySelectorAll('#class-results .class-results-rows .class-accordion')].length,
  };
}

/** Clicks these rows to open their details. Returns the length of each row's text before. */
export function clickRows(indexes: number[]): WantedRow[] {
  const rows = [...document.querySelectorAll('#class-results .class-results-rows .class-accordion')];
  const lengthOf = (row: PageElement): number => {
    let length = row.textContent.length;
    for (
      let next = row.nextElementSibling;
      next !== null && !next.matches('.class-accordion');
      next = next.nextElementSibling
    )
      length += next.textContent.length;
    return length;
  };
  const wanted = indexes.map((index) => ({
    index,
    closedLength: rows[index] === undefined ? Number.MAX_SAFE_INTEGER : lengthOf(rows[index]),
  }));
  for (const index of indexes) {
    const cells = [...(rows[index]?.querySelectorAll('.class-results-cell.course') ?? [])];
    const cell = cells.find((each) => getComputedStyle(each).display !== 'none');
    (cell?.querySelector('.bold-hyperlink') ?? cell)?.click();
  }
  return wanted;
}

/** Whether all these rows have opened. For `waitForFunction`. */
export function haveOpened(wanted: WantedRow[]): boolean {
  const rows = [...document.querySelectorAll('#class-results .class-results-rows .class-accordion')];
  return wanted.every(({ index, closedLength }) => {
    let length = rows[index]?.textContent.length ?? 0;
    for (
      let next = rows[index]?.nextElementSibling ?? null;
      next !== null && !next.matches('.class-accordion');
      next = next.nextElementSibling
    )
      length += next.textContent.length;
    return length > (closedLength ?? 0);
  });
}

/**
 * What these rows show, with the reserved seats in the details of clicked rows. Labels for screen readers and hidden
 * elements are left out.
 */
export function readRows(wanted: WantedRow[]): ShownRow[] {
  const isShown = (element: PageElement): boolean => {
    const { display, visibility } = getComputedStyle(element);
    return display !== 'none' && visibility !== 'hidden' && !element.matches('.sr-only, .visually-hidden');
  };
  const textOf = (node: PageNode | PageElement): string => {
    if (!('childNodes' in node) || node.nodeType !== 1)
      return node.nodeType === 3 ? node.textContent.replace(/\s+/g, ' ') : '';
    if (node.tagName === 'BR') return '\n';
    if (!isShown(node)) return '';
    const text = [...node.childNodes].map(textOf).join('');
    // Links are lines too, because the names of instructors and a syllabus are side by side.
    return ['P', 'DIV', 'LI', 'A'].includes(node.tagName) ? `\n${text}\n` : text;
  };
  // A cell has a few short lines. Anything beyond is dropped.
  const linesOf = (element: PageElement): string[] =>
    textOf(element)
      .slice(0, 2_000)
      .split('\n')
      .map((line) => line.trim());
  const filledLinesOf = (element: PageElement): string[] => linesOf(element).filter((line) => line !== '');
  /** A line per meeting. It is empty if the meeting has no such value. */
  const meetingLinesOf = (element: PageElement): string[] => {
    const blocks = [...element.querySelectorAll('p, div, li')].filter(
      (block) => isShown(block) && block.querySelector('p, div, li') === null,
    );
    return blocks.length > 0 ? blocks.map((block) => filledLinesOf(block).join(' ')) : linesOf(element);
  };
  const cellsOf = (row: PageElement): ShownRow['cells'] => {
    const cells: ShownRow['cells'] = {};
    for (const name of ['course', 'title', 'number', 'instructor', 'days', 'start', 'end', 'location', 'seats']) {
      const cell = [...row.querySelectorAll(`.class-results-cell.${name}`)].find(isShown);
      if (cell !== undefined)
        cells[name] = ['days', 'start', 'end', 'location'].includes(name) ? meetingLinesOf(cell) : filledLinesOf(cell);
    }
    return cells;
  };
  const rows = [...document.querySelectorAll('#class-results .class-results-rows .class-accordion')];
  const spins = document.querySelector('[class*="spinner-button"]') !== null;
  return wanted.map(({ index, closedLength }) => {
    const row = rows[index];
    if (row === undefined) return { cells: {}, detailsId: null, opened: false, reservedTable: null };
    const parts = [row];
    for (
      let next = row.nextElementSibling;
      next !== null && !next.matches('.class-accordion');
      next = next.nextElementSibling
    )
      parts.push(next);
    const opened =
      closedLength !== null &&
      !spins &&
      parts.reduce((length, part) => length + part.textContent.length, 0) > closedLength;
    const tables = opened
      ? parts.flatMap((part) => (part.tagName === 'TABLE' ? [part] : [...part.querySelectorAll('table')]))
      : [];
    const table = tables.find((each) => /reserved groups/i.test(each.textContent));
    const reservedTable =
      table === undefined
        ? null
        : [...table.rows].map((line) => [...line.cells].map((cell) => filledLinesOf(cell).join(' ').slice(0, 500)));
    return {
      cells: cellsOf(row),
      detailsId: row.querySelector('[id^="detailsOpen="]')?.id.slice(0, 100) ?? null,
      opened,
      reservedTable,
    };
  });
}
