/**
 * Functions that run inside the page. Each is sent there as its own source text, so it uses nothing from outside itself.
 * The page's DOM: `#class-results > .class-results-rows` holds a `.class-accordion` per class with cells `.class-results-cell.<name>`;
 * a click on the cell `course` opens the details; `h2` "No classes found"; while loading an element whose class has `spinner-button`.
 */
import type { ShownRow } from './shown-page.ts';

/** The little of the DOM that is used here; the rest of the program is compiled without one. */
interface PageElement {
  readonly textContent: string;
  readonly innerText: string;
  readonly rows: Iterable<PageElement>;
  readonly cells: Iterable<PageElement>;
  readonly nextElementSibling: PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  scrollIntoView(): void;
  click(): void;
}
declare const document: PageElement & { readonly title: string };

export interface FetchReply { status: number; body: string }

/** The page's own search call. `status` 0 is a redirect, which the API never makes for its own page; of a body beyond `lengthMax` only the beginning comes. */
export async function fetchInPage(call: { url: string; headers: Record<string, string>; timeoutMs: number; lengthMax: number }): Promise<FetchReply | { failed: 'timeout' | 'network'; reason: string }> {
  try {
    // from the host, never from the browser's cache: what was true a minute ago would be told as true now
    const options = { headers: call.headers, cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(call.timeoutMs) } as const;
    const response = await fetch(call.url, options);
    return { status: response.status, body: (await response.text()).slice(0, call.lengthMax) };
  } catch (error) {
    return { failed: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'network', reason: String(error) };
  }
}

/** Whether the page shows the result of a search, or its beginning; for `waitForFunction`. */
export function showsResult(): boolean {
  return document.querySelector('#class-results .class-accordion') !== null
    || [...document.querySelectorAll('h2')].some((heading) => /no classes found/i.test(heading.textContent));
}

/** Brings the last row into view, at which the page loads more. Returns the number of rows there are. */
export function scrollToLastRow(): number {
  const rows = [...document.querySelectorAll('#class-results .class-accordion')];
  rows.at(-1)?.scrollIntoView();
  return rows.length;
}

/**
 * What the page shows. Rows whose seats do not all read as open ones are opened for their table of reserved seats,
 * in turn: one open row at a time is all that an accordion may allow.
 */
export async function readPage(detailsTimeoutMs: number): Promise<{ title: string; list: boolean; noClasses: boolean; loading: boolean; rows: ShownRow[] }> {
  const names = ['course', 'title', 'number', 'instructor', 'days', 'start', 'end', 'location', 'seats'];
  // a cell holds a few short lines: whatever else a page puts there stays in the page
  const linesOf = (element: PageElement): string[] => element.innerText.slice(0, 2_000).split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const spins = (): boolean => document.querySelector('[class*="spinner-button"]') !== null;
  const tables = (): PageElement[] => [...document.querySelectorAll('#class-results table')].filter((table) => /reserved groups/i.test(table.textContent));
  const sizeOf = (row: PageElement): number => row.textContent.length + (row.nextElementSibling?.textContent.length ?? 0);
  const pause = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 4); });

  const cellsOf = (row: PageElement): ShownRow['cells'] => {
    const cells: ShownRow['cells'] = {};
    for (const name of names) {
      const cell = row.querySelector(`.class-results-cell.${name}`);
      const links = name === 'instructor' ? [...(cell?.querySelectorAll('a') ?? [])] : [];
      if (cell !== null) cells[name] = links.length > 0 ? links.flatMap(linesOf) : linesOf(cell);
    }
    return cells;
  };
  const open = async (row: PageElement): Promise<Omit<ShownRow, 'cells'>> => {
    const course = row.querySelector('.class-results-cell.course');
    const [before, closedSize, deadline] = [tables(), sizeOf(row), performance.now() + detailsTimeoutMs];
    course?.click();
    let size = closedSize;
    for (let steady = false; !steady && performance.now() < deadline;) {
      const previous = size;
      await pause();
      size = sizeOf(row);
      steady = size > closedSize && size === previous && !spins();
    }
    const table = tables().find((each) => !before.includes(each));
    const reservedTable = table === undefined ? null : [...table.rows].map((line) => [...line.cells].map((cell) => cell.textContent.trim().slice(0, 500)));
    const opened = size > closedSize && !spins();
    if (opened) course?.click();
    return { opened, reservedTable };
  };

  const elementsNow = (): PageElement[] => [...document.querySelectorAll('#class-results .class-results-rows .class-accordion')];
  const rows: ShownRow[] = [];
  const elements = elementsNow();
  let opens = true;
  for (const row of elements) {
    const cells = cellsOf(row);
    const allOpen = /open seats?$/i.test(cells['seats']?.join(' ') ?? '');
    const details: Omit<ShownRow, 'cells'> = allOpen || !opens ? { opened: false, reservedTable: null } : await open(row);
    // when one row does not open, none will: do not wait for each
    opens = allOpen ? opens : details.opened;
    rows.push({ cells, ...details });
  }
  return {
    title: document.title,
    list: document.querySelector('#class-results .class-results-rows') !== null,
    noClasses: [...document.querySelectorAll('h2')].some((heading) => /no classes found/i.test(heading.textContent)),
    loading: spins() || elementsNow().length !== elements.length,
    rows,
  };
}
