/** Reads the history of a section for its chart. */
import type { Change, History } from '../../contract/section.ts';
import { ask } from '../shared/http.ts';

/** Epoch seconds, and the seats that were open from then on. */
export type OpenSeats = [times: number[], seats: number[]];

const PAGE = 500;
/** More would not be seen in a chart that is as wide as a phone. */
const PAGES_MAX = 6;

export async function readHistory(section: string, signal: AbortSignal): Promise<OpenSeats> {
  const changes: Change[] = [];
  let cursor = '';
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const path: string = `/api/v1/sections/${section}/history?limit=${PAGE}${cursor}`;
    const page = await ask<History>(path, { signal });
    changes.push(...page.changes);
    if (page.nextCursor === undefined) break;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
  return openSeats(changes, Date.now());
}

/** One point for each look that changed something, and one for now. `changes`: oldest first. */
export function openSeats(changes: readonly Change[], nowMs: number): OpenSeats {
  const times: number[] = [];
  const seats: number[] = [];
  for (const { before, after, detectedAt } of changes) {
    const at = Date.parse(detectedAt) / 1_000;
    if (times.length === 0) {
      times.push(Math.min(at, Date.parse(before.changedAt) / 1_000));
      seats.push(before.seats.open ?? 0);
    }
    // Several changes of one look have the same time.
    if (times.at(-1) === at) seats[seats.length - 1] = after.seats.open ?? 0;
    else {
      times.push(at);
      seats.push(after.seats.open ?? 0);
    }
  }
  if (seats.length > 0) {
    times.push(nowMs / 1_000);
    seats.push(seats.at(-1)!);
  }
  return [times, seats];
}
