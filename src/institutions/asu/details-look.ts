/** Opens the details of rows, where the page shows which of the seats left are reserved. */
import type { Page } from 'puppeteer';
import { TimeoutError } from 'puppeteer';
import { seatsLeftIn } from './dom-answer.ts';
import { clickRows, haveOpened, readRows } from './page-reader.ts';
import type { WantedRow } from './page-reader.ts';
import type { ShownRow } from './shown-page.ts';

/** Rows opened together: each may cost the host a request. */
const TOGETHER = 25;
const OPEN_TIMEOUT_MS = 1_500;
/** No call under way for this long after rows have opened: what the page was going to show in them, it shows. */
const QUIET_MS = 250;
const POLL_MS = 20;

/**
 * The rows, those with seats left read again with their details; a row that did not open until `untilMs` (of `performance.now()`) is not
 * `opened`. An accordion may allow one open row at a time: when not all of several stay open, they are opened one by one.
 */
export async function readDetails(page: Page, rows: ShownRow[], untilMs: number): Promise<ShownRow[]> {
  const read = [...rows];
  let left = turned(rows.flatMap((row, index) => ((seatsLeftIn(row) ?? 0) > 0 ? [index] : [])));
  let together = TOGETHER;
  while (left.length > 0 && performance.now() < untilMs) {
    const indexes = left.slice(0, together);
    const opened = new Set<number>();
    for (const [at, row] of (await openRows(page, indexes, untilMs)).entries()) {
      if (row.opened) opened.add(indexes[at]!);
      read[indexes[at]!] = row;
    }
    left = left.filter((index) => !opened.has(index));
    if (opened.size < indexes.length) {
      // a row that does not open by itself: none will, do not wait for each
      if (together === 1) break;
      together = 1;
    }
  }
  return read;
}

async function openRows(page: Page, indexes: number[], untilMs: number): Promise<ShownRow[]> {
  const wanted: WantedRow[] = await page.evaluate(clickRows, indexes);
  // those that have not opened say so themselves
  await inTime(page.waitForFunction(haveOpened, { timeout: OPEN_TIMEOUT_MS, polling: POLL_MS }, wanted));
  const timeout = Math.max(OPEN_TIMEOUT_MS, untilMs - performance.now());
  const quiet = await inTime(page.waitForNetworkIdle({ idleTime: QUIET_MS, timeout }));
  const rows = await page.evaluate(readRows, wanted);
  return quiet ? rows : rows.map((row) => ({ ...row, opened: false }));
}

async function inTime(waiting: Promise<unknown>): Promise<boolean> {
  try {
    await waiting;
    return true;
  } catch (error) {
    if (error instanceof TimeoutError) return false;
    throw error;
  }
}

/** Begun anywhere: of a list too long to be opened whole, each look opens other rows. */
function turned(indexes: number[]): number[] {
  const first = Math.floor(Math.random() * indexes.length);
  return [...indexes.slice(first), ...indexes.slice(0, first)];
}
