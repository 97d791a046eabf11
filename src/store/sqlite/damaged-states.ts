/**
 * Repairs states that were damaged or written by another program. It runs when the file is opened, because from then on
 * only this process writes. A damaged state becomes the state after the section's newest valid change, or none, so that
 * a later look does not use a version twice.
 */
import type { SectionState } from '../../domain/section.ts';
import { DAMAGED_STATE, validStateOf } from '../state-check.ts';
import type { Connection } from './connection.ts';
import { addDeadLetter } from './dead-letters.ts';

const PAGE = 1_000;

export function repairStates(connection: Connection): void {
  for (let after = '', more = true; more;) {
    const rows = connection.all<{ section: string; state: string }>(
      'SELECT section, state FROM sections WHERE section > ? AND state IS NOT NULL ORDER BY section LIMIT ?',
      after,
      PAGE,
    );
    for (const { section, state } of rows)
      if (validStateOf(section, state) === undefined) connection.transaction(() => repair(connection, section));
    after = rows.at(-1)?.section ?? '';
    more = rows.length === PAGE;
  }
}

function repair(connection: Connection, section: string): void {
  const state = lastValid(connection, section);
  connection.run(
    `UPDATE sections
     SET state = ?, words = NULL, failures = 0, missing_since = NULL, due_at = ?, lease_owner = NULL, lease_until = 0
     WHERE section = ?`,
    state === undefined ? null : JSON.stringify(state),
    connection.now(),
    section,
  );
  addDeadLetter(connection, { kind: 'check', subject: section, error: DAMAGED_STATE, attempts: 1 }, connection.now());
}

function lastValid(connection: Connection, section: string): SectionState | undefined {
  const changes = connection.all<{ after: string | null }>(
    `SELECT json_extract(change, '$.after') AS after FROM changes
     WHERE section = ? AND json_valid(change) ORDER BY cursor DESC`,
    section,
  );
  for (const { after } of changes) {
    const state = after === null ? undefined : validStateOf(section, after);
    if (state !== undefined) return state;
  }
  return undefined;
}
