/** A chooser with the default settings. */
import { Chooser } from '../../src/checking/choosing/chooser.ts';
import type { Row } from '../../src/checking/choosing/row.ts';
import { askKey } from '../../src/checking/choosing/row.ts';
import { HOUR } from './board-rows.ts';

export const INTERVAL = 300_000;

/** It learns of the rows at time 0. */
export function chooserOf(rows: Row[]): Chooser {
  const chooser = new Chooser({
    schedule: 'adaptive',
    intervalMs: INTERVAL,
    perMinute: 60,
    stalenessMs: 24 * HOUR,
    source: { subjectRows: 200, hasCourses: true },
    epochMs: 0,
  });
  chooser.put(rows, 0);
  return chooser;
}

/** Returns the names of the best ten requests. */
export const asks = (chooser: Chooser, nowMs: number): string[] =>
  chooser.best(nowMs, 10).choices.map(({ ask }) => askKey(ask));
