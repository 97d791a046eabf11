/** Opens the details of rows, because only they show how many of the seats left are reserved. */
import type { Page } from 'puppeteer';
import { seatsLeftIn } from './dom-answer.ts';
import { clickRows, haveOpened, readRows } from './page-reader.ts';
import type { WantedRow } from './page-reader.ts';
import type { ShownRow } from './shown-page.ts';

/** How many rows are opened together. Each may cause a request to the host. */
const TOGETHER = 25;
const OPEN_TIMEOUT_MS = 1_500;
/** When the network is idle for so long after rows have opened, the page shows all their details. */
const QUIET_MS = 250;
const POLL_MS = 20;
/** After so many single rows in sequence that did not open, none will. */
const FAILURES_MAX = 3;

/**
 * Returns the rows, with those that have seats left read again with their details. A row is not `opened` if it did not
 * open before `untilMs` (of `performance.now()`), or if a call of the page failed meanwhile. An accordion may allow
 * only one open row, and a call may fail for one row, so when several cannot all be read, they are opened one by one.
 */
export async function readDetails(
  page: Page,
  rows: ShownRow[],
  failedCalls: () => number,
  untilMs: number,
): Promise<ShownRow[]> {
  const read = [...rows];
  let left = rotated(rows.flatMap((row, index) => ((seatsLeftIn(row) ?? 0) > 0 ? [index] : [])));
  let [together, failures] = [TOGETHER, 0];
  while (left.length > 0 && failures < FAILURES_MAX && performance.now() < untilMs) {
    const indexes = left.slice(0, together);
    const opened = await openRows(page, indexes, failedCalls, untilMs);
    for (const [index, row] of opened) read[index] = row;
    const alone = together === 1;
    failures = alone && opened.size === 0 ? failures + 1 : 0;
    if (opened.size < indexes.length) together = 1;
    left = left.filter((index) => !opened.has(index) && !(alone && index === indexes[0]));
  }
  return read;
}

/** Opens rows. Returns those that opened, by index. When their details may be incomplete, it closes all again. */
async function openRows(
  page: Page,
  indexes: number[],
  failedCalls: () => number,
  untilMs: number,
): Promise<Map<number, ShownRow>> {
  const failedBefore = failedCalls();
  const wanted: WantedRow[] = await page.evaluate(clickRows, indexes);
  // Rows that have not opened are marked as such by `readRows`.
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
    if (error instanceof Error && error.name === 'TimeoutError') return false;
    throw error;
  }
}

/** Starts the list at a random index. If a list is too long to open completely, each look opens other rows. */
function rotated(indexes: number[]): number[] {
  const first = Math.floor(Math.random() * indexes.length);
  return [...indexes.slice(first), ...indexes.slice(0, first)];
}
