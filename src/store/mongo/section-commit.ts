/** Commits looks: each section's state, changes and end of lease in one write of its document. */
import { randomUUID } from 'node:crypto';
import { coursesToCover } from '../coverage.ts';
import type { CommitResult, SectionCommit } from '../sections.ts';
import { isSure, putOffMs } from '../sections.ts';
import { findAmong, writeEach } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import { newChanges } from './change-order.ts';
import { coverSections, marksOf } from './cover-sections.ts';
import type { WithLetter } from './dead-letters.ts';
import { addLetters, forgetFailedLooks, placeLetters } from './dead-letters.ts';
import type { Collections, SectionDocument } from './documents.ts';
import { NEVER } from './instants.ts';
import { writeOf } from './section-write.ts';
import { TOUCH } from './touches.ts';

export async function commitSections(
  collections: Collections,
  order: ChangeOrder,
  owner: string,
  commits: SectionCommit[],
  now: number,
): Promise<CommitResult> {
  if (commits.length === 0) return { committed: [], lost: [], changes: [] };
  const { sections } = collections;
  await verifyWatches(collections, commits);
  const marks = await marksOf(collections, commits);
  const commit = randomUUID();
  // A new section whose document exists already, and may not be written, fails as a duplicate and so is lost.
  const rejected = await writeEach(
    sections,
    commits.map((each) => writeOf(each, owner, commit, marks.get(each.section), now)),
  );
  if (rejected.size > 0)
    await reject(
      collections,
      owner,
      [...rejected].map(([index, error]) => ({ ...commits[index]!, error })),
      now,
    );
  const found = await findAmong(
    sections,
    '_id',
    commits.map(({ section }) => section),
    ['commit', 'watched', 'dueAt', 'demand', 'outbox', 'letter', 'lettered', 'toCover'],
  );
  const written = new Map(found.filter((row) => row.commit === commit).map((row) => [row._id, row]));
  await keepDue(collections, commits, written, now);
  await placeLetters(
    collections,
    [...written.values()].filter((row): row is SectionDocument & WithLetter => row.letter !== undefined),
  );
  const seen = commits.filter((each) => isSure(each) && written.get(each.section)?.lettered === true);
  await forgetFailedLooks(
    collections,
    seen.map(({ section }) => section),
  );
  // Before the changes get their numbers, because a fan-out may follow at once.
  const marked = [...written.values()].filter(({ toCover }) => toCover !== undefined).map(({ _id }) => _id);
  await coverSections(
    collections,
    await findAmong(sections, '_id', marked, ['course', 'state', 'unknown', 'toCover']),
    coursesToCover(commits.filter(({ section }) => written.has(section))),
    now,
  );
  const changes = commits.flatMap((each) => (written.has(each.section) ? each.changes : []));
  // All waiting changes of these sections in order, because an earlier commit may have been interrupted.
  const waiting = [...written.values()].flatMap(({ outbox = [] }) => outbox);
  const places =
    changes.length === 0 ? new Map<string, number>() : await order.append(collections, newChanges(waiting));
  return {
    committed: [...written.values()].map(({ _id, watched, dueAt }) => ({
      section: _id,
      nextCheckAt: watched ? dueAt.getTime() : null,
    })),
    lost: commits.filter(({ section }) => !written.has(section)).map(({ section }) => section),
    changes: changes
      .map((change) => ({ cursor: places.get(change.id)!, change }))
      .toSorted((a, b) => a.cursor - b.cursor)
      .map(({ cursor, change }) => ({ cursor: String(cursor), change })),
  };
}

/** Records rejected commits as dead letters and postpones their sections. The rest of the batch is written. */
async function reject(
  collections: Collections,
  owner: string,
  rejected: (SectionCommit & { error: string })[],
  now: number,
): Promise<void> {
  await addLetters(
    collections,
    rejected.map(({ section, failures, error }) => ({
      kind: 'check',
      subject: section,
      error,
      attempts: Math.max(1, failures),
    })),
    now,
  );
  await collections.sections.bulkWrite(
    rejected.map(({ section, dueInMs }) => {
      const dueAt = new Date(now + putOffMs(dueInMs));
      return {
        updateOne: {
          filter: { _id: section, leaseOwner: owner },
          update: {
            $set: { dueAt, leaseUntil: NEVER },
            ...TOUCH,
            $inc: { ...TOUCH.$inc, failures: 1 },
            $unset: { leaseOwner: '', claim: '' },
          },
        },
      };
    }),
    { ordered: false },
  );
}

/** Makes the sections due again for which a cycle was asked after they were claimed. */
async function keepDue(
  { sections }: Collections,
  commits: SectionCommit[],
  written: ReadonlyMap<string, SectionDocument>,
  now: number,
): Promise<void> {
  const dueAt = new Date(now);
  const asked = commits.flatMap(({ section, demand }) => {
    const row = written.get(section);
    return row === undefined || (row.demand ?? 0) === demand ? [] : [row];
  });
  for (const row of asked) row.dueAt = dueAt;
  const keys = asked.map(({ _id }) => _id);
  if (keys.length > 0) await sections.updateMany({ _id: { $in: keys } }, { $set: { dueAt }, ...TOUCH });
}

/** Runs before the states are written: a section that was seen exists, even if its commit is lost. */
async function verifyWatches({ watches }: Collections, commits: SectionCommit[]): Promise<void> {
  const seen = commits
    .filter(({ expectedVersion, state }) => expectedVersion === 0 && state !== null)
    .map(({ section }) => section);
  if (seen.length > 0) await watches.updateMany({ about: { $in: seen } }, { $set: { verified: true } });
}
