/**
 * Reads what a scheduler must know of the watched sections. A touch gets its time from the server just before the
 * write becomes visible, so a reader may see a later touch first. It therefore reads the last seconds before its mark
 * again, and leaves out what it has told already.
 */
import type { SeenSeats, Watched, WatchedSection } from '../watched.ts';
import { noLongerWatched } from '../watched.ts';
import { sectionKeyOf } from '../../institutions/section-key.ts';
import { isSeenSeats } from '../state-check.ts';
import { findAmong, ONE_BATCH } from './bulk.ts';
import type { Collections, SectionDocument, Touch } from './documents.ts';

/** Milliseconds. Far longer than a write of one document takes to become visible. */
export const OVERLAP_MS = 5_000;

/** Rows per answer of the server. Reading one takes some milliseconds, and other work runs in between. */
const BATCH = 2_000;

const STATE = ['status', 'seats', 'waitlist', 'changedAt', 'checkedAt', 'version', 'subject', 'catalogNumber'] as const;
const FIELDS = ['term', 'classNumber', 'watched', 'watches', 'failures', 'missingSince', 'dueAt'] as const;
const PROJECTION = Object.fromEntries(
  [...FIELDS, 'touchedAt', 'touches', ...STATE.map((name) => `state.${name}`)].map((name) => [name, 1]),
);

type Row = Pick<SectionDocument, '_id' | (typeof FIELDS)[number]> &
  Touch & { state: Pick<NonNullable<SectionDocument['state']>, (typeof STATE)[number]> | null };

/** What the reader that has `mark` was told. */
interface Told {
  mark: string;
  /** When, by the store's time. */
  at: number;
  /** All touches before this are visible, and were told. */
  floor: number;
  /** The last touch of each section, as far as it may be read again. */
  touches: Map<string, string>;
}

const NOTHING: Omit<Told, 'mark' | 'at'> = { floor: 0, touches: new Map() };

export class WatchedReader {
  readonly #told = new Map<string, Told>();

  async read(collections: Collections, institution: string, since: string | null, now: number): Promise<Watched> {
    return since === null
      ? await this.#readAll(collections, institution, now)
      : await this.#readTouched(collections, institution, since, now);
  }

  /** The mark comes first: what is touched while the sections are read is told again. */
  async #readAll({ sections }: Collections, institution: string, now: number): Promise<Watched> {
    const watched = { institution, watched: true };
    const newest = await sections
      .find<Touch>(watched, { projection: { _id: 0, touchedAt: 1 } })
      .sort({ touchedAt: -1 })
      .limit(1)
      .next();
    const rows = await sections.find<Row>(watched, { projection: PROJECTION, batchSize: BATCH }).toArray();
    const mark = String(newest?.touchedAt?.getTime() ?? 0);
    this.#told.set(institution, { ...NOTHING, mark, at: now });
    return { sections: rows.map((row) => watchedSection(row, now)), mark };
  }

  async #readTouched(collections: Collections, institution: string, since: string, now: number): Promise<Watched> {
    const told = this.#told.get(institution);
    const { at, floor, touches } = told?.mark === since ? told : { ...NOTHING, at: now };
    const touchedAt = { $gte: new Date(Math.max(Number(since) - OVERLAP_MS, floor)) };
    const { sections, unwatched } = collections;
    const [rows, ends] = await Promise.all([
      sections
        .find<Row>({ institution, watched: true, touchedAt }, { projection: PROJECTION, batchSize: ONE_BATCH })
        .toArray(),
      unwatched.find({ institution, touchedAt }, { batchSize: ONE_BATCH }).toArray(),
    ]);
    const isNew = (key: string, touch: Touch): boolean => touches.get(key) !== nameOf(touch);
    const fresh = new Map(rows.filter((row) => isNew(row._id, row)).map((row) => [row._id, watchedSection(row, now)]));
    const ended = ends.filter((end) => isNew(endOf(end._id), end)).map(({ _id }) => _id);
    for (const section of await becameOf(collections, ended, now)) fresh.set(section.section, section);
    let newest = Number(since);
    for (const touch of [...rows, ...ends]) newest = Math.max(newest, timeOf(touch));
    const mark = String(newest);
    const recent = new Map<string, string>();
    for (const row of rows) recent.set(row._id, nameOf(row));
    for (const end of ends) recent.set(endOf(end._id), nameOf(end));
    // Only this read has told what became visible since the mark was told.
    const settled = now - at >= OVERLAP_MS ? Number(since) : floor;
    this.#told.set(institution, { mark, at: mark === since ? at : now, floor: settled, touches: recent });
    return { sections: [...fresh.values()], mark };
  }
}

/** Sections whose last watch ended. Some may be watched again, others deleted. */
async function becameOf(collections: Collections, keys: string[], now: number): Promise<WatchedSection[]> {
  const found = (await findAmong(collections.sections, '_id', keys, [...FIELDS, 'state'])) as Row[];
  const rows = new Map(found.map((row) => [row._id, row]));
  return keys.map((key) => {
    const row = rows.get(key);
    return row === undefined ? noLongerWatched(key, sectionKeyOf(key)) : watchedSection(row, now);
  });
}

/** A damaged state counts as none: the next claim repairs it. */
function watchedSection(row: Row, now: number): WatchedSection {
  const { _id: section, term, classNumber, failures, missingSince, dueAt } = row;
  const state = row.state !== null && isSeenSeats(row.state) ? row.state : null;
  return {
    section,
    term,
    classNumber,
    course: state === null ? null : { subject: state.subject, catalogNumber: state.catalogNumber },
    watches: row.watches ?? Number(row.watched),
    state: state === null ? null : seenSeats(state),
    failures,
    missingForMs: missingSince === undefined ? null : Math.max(0, now - missingSince.getTime()),
    dueInMs: Math.max(0, dueAt.getTime() - now),
  };
}

export function seenSeats({ status, seats, waitlist, changedAt, checkedAt, version }: SeenSeats): SeenSeats {
  return { status, seats, waitlist, changedAt, checkedAt, version };
}

const timeOf = ({ touchedAt }: Touch): number => touchedAt?.getTime() ?? 0;
const nameOf = (touch: Touch): string => `${timeOf(touch)} ${touch.touches}`;
const endOf = (section: string): string => `end of ${section}`;
