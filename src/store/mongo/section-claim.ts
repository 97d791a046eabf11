/**
 * Claims sections: queries find the requested sections without a lease, one write takes the leases, and one query reads
 * the sections that were leased.
 */
import { randomUUID } from 'node:crypto';
import type { ClaimedSection, ClaimWhat, KnownSection, SectionRequest } from '../sections.ts';
import { findAmong, ONE_BATCH } from './bulk.ts';
import type { Collections, SectionDocument } from './documents.ts';
import { sectionKeyOf } from '../../institutions/section-key.ts';
import { addSections, courseKey, coursesOf } from './section-document.ts';
import { isDamaged, repairState } from './damaged-states.ts';
import { seenSeats } from './watched.ts';

/** Leases sections to `owner` and returns them. Rejects with PMC_SECTION_KEY_INVALID. */
export async function claimSections(
  collections: Collections,
  institution: string,
  what: ClaimWhat,
  owner: string,
  leaseMs: number,
  now: number,
): Promise<ClaimedSection[]> {
  const { sections } = collections;
  const keys = await freeSections(collections, institution, what, now);
  if (keys.length === 0) return [];
  const claim = randomUUID();
  const leaseUntil = new Date(now + leaseMs);
  // One update per section, in one command: the driver retries that when the connection breaks or the server steps
  // down.
  await sections.bulkWrite(
    keys.map((_id) => ({
      updateOne: {
        filter: { _id, leaseUntil: { $lte: new Date(now) } },
        update: { $set: { leaseOwner: owner, leaseUntil, claim } },
      },
    })),
    { ordered: false },
  );
  // Reads them after taking the leases, because another process may have written in between.
  const taken = await sections
    .find({ leaseOwner: owner, claim }, { batchSize: ONE_BATCH, projection: { words: 0, outbox: 0 } })
    .toArray();
  const place = new Map(keys.map((key, index) => [key, index]));
  for (const row of taken.filter(isDamaged)) await repairState(collections, row, now);
  return taken
    .filter((row) => !isDamaged(row))
    .toSorted((a, b) => place.get(a._id)! - place.get(b._id)!)
    .map((document) => ({ ...rowOf(document, now), state: document.state && seenSeats(document.state) }));
}

/** The sections as they are, leased or not. */
export async function knownSections(
  { sections }: Collections,
  keys: readonly string[],
  now: number,
): Promise<KnownSection[]> {
  const found = await findAmong(sections, '_id', keys, [
    'institution',
    'term',
    'classNumber',
    'state',
    'unknown',
    'missingSince',
    'failures',
    'watched',
    'watches',
    'dueAt',
    'demand',
  ]);
  return found.filter((row) => !isDamaged(row)).map((document) => ({ ...rowOf(document, now), state: document.state }));
}

async function freeSections(
  collections: Collections,
  institution: string,
  what: ClaimWhat,
  now: number,
): Promise<string[]> {
  if ('requests' in what) return await freeOfRequests(collections, institution, what.requests, now);
  const keys = [...new Set(what.sections)].filter((key) => sectionKeyOf(key).institution === institution).toSorted();
  await addSections(collections, keys, now);
  return keys;
}

/** All that the requests show. One query for each kind of request and for each subject, all at once. */
async function freeOfRequests(
  { sections }: Collections,
  institution: string,
  requests: SectionRequest[],
  now: number,
): Promise<string[]> {
  const keys: string[] = [];
  const courses: string[] = [];
  const subjects: { $gt: string; $lt: string }[] = [];
  for (const request of requests) {
    if ('section' in request) keys.push(request.section);
    else if ('subject' in request) subjects.push(coursesOf(institution, request.term, request.subject));
    else courses.push(courseKey(institution, request.term, request.course.subject, request.course.catalogNumber));
  }
  const found = await Promise.all([
    findAmong(sections, '_id', keys, ['institution', 'leaseUntil']),
    findAmong(sections, 'course', courses, ['institution', 'leaseUntil']),
    ...subjects.map((course) =>
      sections.find({ course }, { projection: { institution: 1, leaseUntil: 1 }, batchSize: ONE_BATCH }).toArray(),
    ),
  ]);
  const free = found.flat().filter((row) => row.institution === institution && row.leaseUntil.getTime() <= now);
  return [...new Set(free.map(({ _id }) => _id))].toSorted();
}

function rowOf(
  {
    _id: section,
    institution,
    term,
    classNumber,
    state,
    unknown,
    missingSince,
    failures,
    watched,
    watches = Number(watched),
    dueAt,
    demand = 0,
  }: SectionDocument,
  now: number,
): Omit<ClaimedSection, 'state'> {
  return {
    section,
    institution,
    term,
    classNumber,
    course: state === null ? null : { subject: state.subject, catalogNumber: state.catalogNumber },
    unknown,
    missingForMs: missingSince === undefined ? null : Math.max(0, now - missingSince.getTime()),
    failures,
    watched,
    watches,
    dueAt: watched ? dueAt.getTime() : null,
    dueInMs: Math.max(0, dueAt.getTime() - now),
    demand,
  };
}
