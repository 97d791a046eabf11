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
/** Rows in a row that do not open: none will, do not wait for each. */
const IN_VAIN_MAX = 3;

/**
 * The rows, those with seats left read again with their details; a row that did not open until `untilMs` (of
 * `performance.now()`), or only while a call of the page failed, is not `opened`. An accordion may allow one open row
 * at a time, and a call may fail for one row: when not all of several can be read, they are opened one by one.
 */
export async function readDetails(
  page: Page,
  rows: ShownRow[],
  failedCalls: () => number,
  untilMs: number,
): Promise<ShownRow[]> {
  const read = [...rows];
  let left = turned(rows.flatMap((row, index) => ((seatsLeftIn(row) ?? 0) > 0 ? [index] : [])));
  let [together, inVain] = [TOGETHER, 0];
  while (left.length > 0 && inVain < IN_VAIN_MAX && performance.now() < untilMs) {
    const indexes = left.slice(0, together);
    const opened = await openRows(page, indexes, failedCalls, untilMs);
    for (const [index, row] of opened) read[index] = row;
    const alone = together === 1;
    inVain = alone && opened.size === 0 ? inVain + 1 : 0;
    if (opened.size < indexes.length) together = 1;
    left = left.filter((index) => !opened.has(index) && !(alone && index === indexes[0]));
  }
  return read;
}

/** Those that opened, by their place. All are closed again when their details cannot be relied on. */
async function openRows(
  page: Page,
  indexes: number[],
  failedCalls: () => number,
  untilMs: number,
): Promise<Map<number, ShownRow>> {
  const failedBefore = failedCalls();
  const wanted: WantedRow[] = await page.evaluate(clickRows, indexes);
  // those that have not opened say so themselves
  await inTime(page.waitForFunction(haveOpened, { timeout: OPEN_TIMEOUT_MS, polling: POLL_MS }, wanted));
  const timeout = Math.max(OPEN_TIMEOUT_MS, untilMs - performance.now());
  const quiet = await inTime(page.waitForNetworkIdle({ idleTime: QUIET_MS, timeout }));
  const rows = await page.evaluate(readRows, wanted);
  const opened = new Map(indexes.flatMap((index, at) => (rows[at]!.opened ? [[index, rows[at]!]] : [])));
  if (quiet && failedCalls() === failedBefore) return opened;
  await page.evaluate(clickRows, [...opened.keys()]);
  return new Map();
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
