/**
 * States that were damaged, or written by something else, are found when the file is opened: from then on it is this
 * process's alone. Each is put back to what the section's newest sound change says, or to none: a later look must not
 * give a version a second time.
 */
import type { SectionState } from '../../domain/section.ts';
import { soundStateOf, UNSOUND } from '../state-shape.ts';
import type { Connection } from './connection.ts';
import { addDeadLetter } from './dead-letters.ts';

const PAGE = 1_000;

export function mendUnsoundStates(connection: Connection): void {
  for (let after = '', more = true; more;) {
    const rows = connection.all<{ section: string; state: string }>(
      'SELECT section, state FROM sections WHERE section > ? AND state IS NOT NULL ORDER BY section LIMIT ?',
      after,
      PAGE,
    );
    for (const { section, state } of rows)
      if (soundStateOf(section, state) === undefined) connection.transaction(() => mend(connection, section));
    after = rows.at(-1)?.section ?? '';
    more = rows.length === PAGE;
  }
}

function mend(connection: Connection, section: string): void {
  const state = lastSound(connection, section);
  connection.run(
    'UPDATE sections SET state = ?, failures = 0, missing_since = NULL, due_at = ?, lease_owner = NULL, lease_until = 0 WHERE section = ?',
    state === undefined ? null : JSON.stringify(state),
    connection.now(),
    section,
  );
  addDeadLetter(connection, { kind: 'check', subject: section, error: UNSOUND, attempts: 1 }, connection.now());
}

function lastSound(connection: Connection, section: string): SectionState | undefined {
  const changes = connection.all<{ after: string | null }>(
    "SELECT json_extract(change, '$.after') AS after FROM changes WHERE section = ? AND json_valid(change) ORDER BY cursor DESC",
    section,
  );
  for (const { after } of changes) {
    const state = after === null ? undefined : soundStateOf(section, after);
    if (state !== undefined) return state;
  }
  return undefined;
}
