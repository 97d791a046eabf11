/** What becomes of a request after the claim for it, which has shown the rows as they are. Pure. */
import type { Board } from './board.ts';
import type { Situation } from './choose.ts';
import { reasonNow } from './choose.ts';
import type { Ask, Row } from './row.ts';

/** The watched sections that the claim has leased. */
export interface Claimed {
  ask: Ask;
  rows: readonly Row[];
  /** The rows that have shown a look of another process. */
  news: readonly Row[];
}

/** `seen`: another process has looked at it meanwhile. `held`: another process has a part of it and sends it. */
export type Confirmed = 'send' | 'seen' | 'held';

/** Must be called when the board knows the news. `gapMs`: a section is not asked for again within this time. */
export function confirmed(board: Board, situation: Situation, claimed: Claimed, gapMs: number): Confirmed {
  const { ask, rows, news } = claimed;
  const why = reasonNow(board, situation, ask);
  if (why === undefined) return 'seen';
  const isRecent = ({ seen }: Row): boolean => seen !== null && situation.nowMs - seen.lookedAt < gapMs;
  // Two processes that claim at once may get a part each. The one with the first section sends the request, and when
  // that has just been written, so is the rest.
  const firstKey = board.firstOf(ask);
  const first = rows.find(({ section }) => section === firstKey);
  if (first === undefined || (news.includes(first) && isRecent(first))) return 'held';
  if (why === 'explore') return 'send';
  const wantsLook = ({ section }: Row): boolean => {
    const row = board.rowOf(section);
    if (row === undefined || row.failures > 0 || row.missing || board.unitFor(section)?.isDemanded) return true;
    return !isRecent(row);
  };
  // Otherwise another process has what wants a look, or is writing what it saw.
  return rows.some(wantsLook) ? 'send' : 'held';
}
