/** Commits looks: states, changes and the end of the leases in one write. */
import type { CodedError } from '../../runtime/index.ts';
import { coursesToCover } from '../coverage.ts';
import type { CommitResult, SectionCommit } from '../sections.ts';
import { isGone, isSure, putOffMs } from '../sections.ts';
import type { Connection } from './connection.ts';
import { coverCourses } from './coverage.ts';
import { addDeadLetter, forgetFailedLooks } from './dead-letters.ts';
import { attemptText, withAttempt } from './failed-attempts.ts';
import { failureOf } from './failure.ts';
import { newSections, tellNewSections } from './new-sections.ts';
import { keepWords } from './section-search.ts';
import { sectionKeyOf } from '../../institutions/section-key.ts';

const VALUES = `unknown = ?, missing_since = iif(?, coalesce(missing_since, ?), NULL),
    failures = ?, due_at = iif(demand = ?, ?, due_at), failed_attempts = iif(?, failed_attempts, NULL)`;

const STATE = 'state = coalesce(?, state)';
const SAME_STATE = "state = json_set(state, '$.checkedAt', ?)";

const leased = (state: string): string => `
  UPDATE sections SET ${state}, ${VALUES}, lease_owner = NULL, lease_until = 0
  WHERE section = ? AND lease_owner = ? AND lease_until > ? AND version = ? AND (? = 0 OR missing_since IS NOT NULL)`;

const inPassing = (state: string): string =>
  `UPDATE sections SET ${state}, ${VALUES} WHERE section = ? AND version = ?`;

export const WRITE = leased(STATE);
export const WRITE_SAME = leased(SAME_STATE);
export const WRITE_IN_PASSING = inPassing(STATE);
export const WRITE_SAME_IN_PASSING = inPassing(SAME_STATE);

export const ADD_ATTEMPT = `UPDATE sections SET failed_attempts = ${withAttempt('?2')} WHERE section = ?1`;

const PUT_OFF = `
  UPDATE sections SET failures = failures + 1, due_at = ?, lease_owner = NULL, lease_until = 0
  WHERE section = ? AND lease_owner = ? RETURNING failures`;

const DISCOVER = `
  INSERT INTO sections (section, institution, term, class_number, state, unknown, missing_since, failures, due_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (section) DO NOTHING`;

export const NEXT_CHECKS = `
  SELECT section, iif(watches > 0, due_at, NULL) AS nextCheckAt FROM sections
  WHERE section IN (SELECT value FROM json_each(?))`;

const ADD_CHANGE =
  'INSERT INTO changes (id, section, kind, change, detected_at) VALUES (?, ?, ?, ?, ?) RETURNING cursor';

type Committed = CommitResult['committed'];

/** Most batches have no invalid row. So savepoints, a sixth of the work, are set only when a batch was rejected. */
export function commitSections(
  connection: Connection,
  owner: string,
  commits: SectionCommit[],
  now: number,
): CommitResult {
  const write = (commit: SectionCommit): Written => writeOne(connection, owner, commit, now);
  try {
    return writeAll(connection, owner, commits, now, (commit) => ({ result: write(commit) }));
  } catch (error) {
    if (failureOf(error).code !== 'PMC_STORE_REJECTED') throw error;
    return writeAll(connection, owner, commits, now, (commit) => connection.row(() => write(commit)));
  }
}

/** undefined: another process holds the lease or wrote a newer version. */
type Written = CommitResult['changes'] | undefined;
type Attempt = { result: Written } | { refused: CodedError };

function writeAll(
  connection: Connection,
  owner: string,
  commits: SectionCommit[],
  now: number,
  write: (commit: SectionCommit) => Attempt,
): CommitResult {
  const written: SectionCommit[] = [];
  const result: CommitResult = { committed: [], lost: [], changes: [] };
  connection.transaction(() => {
    const found = newSections(connection, commits);
    for (const commit of commits) {
      const attempt = write(commit);
      if ('refused' in attempt) reject(connection, owner, commit, attempt.refused.message, now);
      const changes = 'refused' in attempt ? undefined : attempt.result;
      if (changes === undefined) result.lost.push(commit.section);
      else {
        written.push(commit);
        result.changes.push(...changes);
      }
    }
    forgetFailedLooks(
      connection,
      written.filter(isSure).map(({ section }) => section),
    );
    coverCourses(connection, coursesToCover(written));
    tellNewSections(connection, found, written, now);
    result.committed = nextChecks(
      connection,
      written.map(({ section }) => section),
    );
  });
  return result;
}

/**
 * One read for the whole batch. A statement that returns rows is slower than one that only writes, and holds native
 * memory until the garbage is collected, which a thread with a small heap rarely does.
 */
function nextChecks(connection: Connection, sections: string[]): Committed {
  const rows = connection.all<Committed[number]>(NEXT_CHECKS, JSON.stringify(sections));
  const bySection = new Map(rows.map((row) => [row.section, row]));
  return sections.map((section) => bySection.get(section)!);
}

function writeOne(connection: Connection, owner: string, commit: SectionCommit, now: number): Written {
  if (!writeKnown(connection, owner, commit, now) && !discover(connection, commit, now)) return undefined;
  const { failure, section: failing } = commit;
  if (failure !== undefined) connection.run(ADD_ATTEMPT, failing, attemptText(failure, now));
  if (commit.state !== null) keepWords(connection, commit.state);
  if (commit.deadLetter !== undefined)
    addDeadLetter(connection, { kind: 'check', subject: commit.section, ...commit.deadLetter }, now);
  return commit.changes.map((change) => {
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

function writeKnown(connection: Connection, owner: string, commit: SectionCommit, now: number): boolean {
  const { section, expectedVersion, checkedAt, unknown, missing, failures, demand, dueInMs } = commit;
  const due = [demand, now + dueInMs];
  const failed = Number(commit.failure !== undefined);
  const state = checkedAt ?? stateText(commit);
  const values = [state, Number(unknown), Number(missing), now, failures, ...due, failed, section];
  const isSame = checkedAt !== undefined;
  const rows =
    commit.inPassing === true
      ? connection.run(isSame ? WRITE_SAME_IN_PASSING : WRITE_IN_PASSING, ...values, expectedVersion)
      : connection.run(isSame ? WRITE_SAME : WRITE, ...values, owner, now, expectedVersion, Number(isGone(commit)));
  return rows > 0;
}

/** Adds a section that another section's answer showed for the first time. It has no row and no lease. */
function discover(connection: Connection, commit: SectionCommit, now: number): boolean {
  if (commit.expectedVersion !== 0 || commit.state === null) return false;
  const { institution, term, classNumber } = sectionKeyOf(commit.section);
  const rows = connection.run(
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
  return rows > 0;
}

function stateText({ state }: SectionCommit): string | null {
  return state === null ? null : JSON.stringify(state);
}
