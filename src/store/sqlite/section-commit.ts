/** Commits looks: states, changes and the end of the leases in one write. */
import type { CommitResult, SectionCommit } from '../sections.ts';
import { isGone, putOffMs } from '../sections.ts';
import type { Connection } from './connection.ts';
import { addDeadLetter } from './dead-letters.ts';
import { sectionKeyOf } from '../../institutions/section-key.ts';

const VALUES = `state = coalesce(?, state), unknown = ?, missing_since = iif(?, coalesce(missing_since, ?), NULL),
    failures = ?, due_at = ?`;

export const WRITE = `
  UPDATE sections SET ${VALUES}, lease_owner = NULL, lease_until = 0
  WHERE section = ? AND lease_owner = ? AND lease_until > ? AND version = ? AND (? = 0 OR missing_since IS NOT NULL)
  RETURNING iif(watches > 0, due_at, NULL) AS nextCheckAt`;

export const WRITE_IN_PASSING = `
  UPDATE sections SET ${VALUES} WHERE section = ? AND version = ?
  RETURNING iif(watches > 0, due_at, NULL) AS nextCheckAt`;

const PUT_OFF = `
  UPDATE sections SET failures = failures + 1, due_at = ?, lease_owner = NULL, lease_until = 0
  WHERE section = ? AND lease_owner = ? RETURNING failures`;

const DISCOVER = `
  INSERT INTO sections (section, institution, term, class_number, state, unknown, missing_since, failures, due_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (section) DO NOTHING RETURNING NULL AS nextCheckAt`;

const ADD_CHANGE =
  'INSERT INTO changes (id, section, kind, change, detected_at) VALUES (?, ?, ?, ?, ?) RETURNING cursor';

interface Written {
  nextCheckAt: number | null;
}

export function commitSections(
  connection: Connection,
  owner: string,
  commits: SectionCommit[],
  now: number,
): CommitResult {
  const result: CommitResult = { committed: [], lost: [], changes: [] };
  connection.transaction(() => {
    for (const commit of commits) {
      const attempt = connection.row(() => writeOne(connection, owner, commit, now));
      if ('refused' in attempt) reject(connection, owner, commit, attempt.refused.message, now);
      const one = 'refused' in attempt ? undefined : attempt.result;
      if (one === undefined) {
        result.lost.push(commit.section);
        continue;
      }
      result.committed.push({ section: commit.section, nextCheckAt: one.nextCheckAt });
      result.changes.push(...one.changes);
    }
  });
  return result;
}

/** undefined: another process holds the lease or wrote a newer version. */
function writeOne(
  connection: Connection,
  owner: string,
  commit: SectionCommit,
  now: number,
): (Written & Pick<CommitResult, 'changes'>) | undefined {
  const written = writeKnown(connection, owner, commit, now) ?? discover(connection, commit, now);
  if (written === undefined) return undefined;
  if (commit.deadLetter !== undefined)
    addDeadLetter(connection, { kind: 'check', subject: commit.section, ...commit.deadLetter }, now);
  const changes = commit.changes.map((change) => {
    const { cursor } = connection.get<{ cursor: number }>(
      ADD_CHANGE,
      change.id,
      change.section,
      change.kind,
      JSON.stringify(change),
      Date.parse(change.detectedAt),
    )!;
    return { cursor: String(cursor), change };
  });
  return { ...written, changes };
}

/** Records a rejected commit as a dead letter and postpones its section. The rest of the batch is written. */
function reject(
  connection: Connection,
  owner: string,
  { section, dueInMs }: SectionCommit,
  error: string,
  now: number,
): void {
  const failed = connection.get<{ failures: number }>(PUT_OFF, now + putOffMs(dueInMs), section, owner);
  addDeadLetter(connection, { kind: 'check', subject: section, error, attempts: failed?.failures ?? 1 }, now);
}

function writeKnown(connection: Connection, owner: string, commit: SectionCommit, now: number): Written | undefined {
  const { section, expectedVersion, unknown, missing, failures, dueInMs, inPassing = false } = commit;
  const values = [stateText(commit), Number(unknown), Number(missing), now, failures, now + dueInMs, section];
  return inPassing
    ? connection.get<Written>(WRITE_IN_PASSING, ...values, expectedVersion)
    : connection.get<Written>(WRITE, ...values, owner, now, expectedVersion, Number(isGone(commit)));
}

/** Adds a section that another section's answer showed for the first time. It has no row and no lease. */
function discover(connection: Connection, commit: SectionCommit, now: number): Written | undefined {
  if (commit.expectedVersion !== 0 || commit.state === null) return undefined;
  const { institution, term, classNumber } = sectionKeyOf(commit.section);
  return connection.get<Written>(
    DISCOVER,
    commit.section,
    institution,
    term,
    classNumber,
    stateText(commit),
    Number(commit.unknown),
    commit.missing ? now : null,
    commit.failures,
    now + commit.dueInMs,
  );
}

function stateText({ state }: SectionCommit): string | null {
  return state === null ? null : JSON.stringify(state);
}
