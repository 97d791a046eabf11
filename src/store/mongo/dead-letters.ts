/**
 * Dead letters in MongoDB. The dead letter of a notification is part of the notification's document, so both change in
 * one write.
 */
import { randomUUID } from 'node:crypto';
import type { DeadLetter, DeadLetterStore, LetterAbout } from '../dead-letters.ts';
import { ABOUT_NOTHING } from '../dead-letters.ts';
import { findAmong } from './bulk.ts';
import type { Connection } from './connection.ts';
import type { Collections, DeadLetterDocument, NotificationDocument, SectionDocument } from './documents.ts';
import { NEVER } from './instants.ts';
import { pendingAgain } from './notification-document.ts';
import { nothingWaits } from './section-document.ts';
import { TOUCH } from './touches.ts';

type NewDeadLetter = Pick<DeadLetter, 'kind' | 'subject' | 'error' | 'attempts'>;
/** A section with a dead letter that was committed with it and may not be in the dead letters yet. */
export type WithLetter = Required<Pick<SectionDocument, '_id' | 'letter'>>;

const FORGOTTEN_AT_ONCE = 500;

export class MongoDeadLetters implements DeadLetterStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async list(limit: number): Promise<DeadLetter[]> {
    return await this.#connection.use(async ({ deadLetters, notifications }) => {
      const recorded = await deadLetters.find().sort({ at: -1 }).limit(limit).toArray();
      const dead = await notifications
        .find({ deadAt: { $gt: NEVER } })
        .sort({ deadAt: -1 })
        .limit(limit)
        .toArray();
      return [...recorded.map(letterOf), ...dead.map(letterOfNotification)]
        .toSorted((a, b) => b.at.localeCompare(a.at))
        .slice(0, limit);
    });
  }

  async find(id: string): Promise<DeadLetter | undefined> {
    return await this.#connection.use(async ({ deadLetters, notifications }) => {
      const recorded = await deadLetters.findOne({ id });
      if (recorded !== null) return letterOf(recorded);
      const dead = await notifications.findOne({ letterId: id });
      return dead === null ? undefined : letterOfNotification(dead);
    });
  }

  async about(letters: readonly Pick<DeadLetter, 'kind' | 'subject'>[]): Promise<LetterAbout[]> {
    return await this.#connection.use(async ({ sections, notifications }) => {
      const of = (wanted: DeadLetter['kind']): string[] =>
        letters.filter(({ kind }) => kind === wanted).map(({ subject }) => subject);
      const told = await findAmong(notifications, '_id', of('notification'), [
        'section',
        'kind',
        'notice',
        'channel',
        'email',
        'detectedAt',
        'failedAttempts',
      ]);
      const keys = [...of('check'), ...told.map(({ section }) => section)];
      const rows = await findAmong(sections, '_id', keys, ['state', 'failedAttempts']);
      const seen = new Map(rows.map((row) => [row._id, row]));
      const place = (section: string) => {
        const state = seen.get(section)?.state;
        return { section, course: state ? `${state.subject} ${state.catalogNumber}` : null };
      };
      const known = new Map<string, LetterAbout>([
        ...rows.map(({ _id: section, failedAttempts = [] }) => {
          return [section, { ...ABOUT_NOTHING, ...place(section), failedAttempts }] as const;
        }),
        ...told.map(({ _id, section, kind, notice, channel, email: recipient, detectedAt, failedAttempts = [] }) => {
          const told = { what: kind ?? notice, channel, recipient, detectedAt: detectedAt.toISOString() };
          return [_id, { ...place(section), ...told, failedAttempts }] as const;
        }),
      ]);
      return letters.map(({ subject }) => known.get(subject) ?? ABOUT_NOTHING);
    });
  }

  async replay(id: string): Promise<DeadLetter | undefined> {
    const now = new Date(this.#connection.now());
    return await this.#connection.use(async (collections) => {
      const notification = await collections.notifications.findOneAndUpdate({ letterId: id }, revived(now), {
        returnDocument: 'before',
      });
      if (notification !== null) return letterOfNotification(notification);
      const recorded = await collections.deadLetters.findOne({ id });
      if (recorded === null) return undefined;
      // Retries first and deletes then, so that after a crash the dead letter can be replayed again.
      await retry(collections, recorded, now);
      const { deletedCount } = await collections.deadLetters.deleteOne({ id });
      return deletedCount === 1 ? letterOf(recorded) : undefined;
    });
  }

  async remove(id: string): Promise<boolean> {
    return await this.#connection.use(async ({ deadLetters, notifications }) => {
      const { deletedCount } = await deadLetters.deleteOne({ id });
      if (deletedCount === 1) return true;
      return (
        (await notifications.updateOne({ letterId: id }, { $unset: { letterId: '', deadAt: '' } })).matchedCount === 1
      );
    });
  }

  async count(): Promise<number> {
    return await this.#connection.use(
      async ({ deadLetters, notifications }) =>
        (await deadLetters.countDocuments()) + (await notifications.countDocuments({ deadAt: { $gt: NEVER } })),
    );
  }
}

/** Moves committed dead letters from the sections to the dead letters. Idempotent: a repeated move changes nothing. */
export async function placeLetters({ sections, deadLetters }: Collections, rows: readonly WithLetter[]): Promise<void> {
  if (rows.length === 0) return;
  await deadLetters.bulkWrite(
    rows.map(({ _id: subject, letter }) => {
      const letterOfCheck = { kind: 'check' as const, subject, ...letter };
      return { replaceOne: { filter: { _id: letterKey(letterOfCheck) }, replacement: letterOfCheck, upsert: true } };
    }),
  );
  await sections.bulkWrite(
    rows.map(({ _id, letter }) => ({
      updateOne: { filter: { _id, 'letter.id': letter.id }, update: nothingWaits('letter') },
    })),
    { ordered: false },
  );
}

/** Removes the dead letters of looks at these sections: they have been seen since. */
export async function forgetFailedLooks(
  { deadLetters, sections }: Collections,
  seen: readonly string[],
): Promise<void> {
  for (let from = 0; from < seen.length; from += FORGOTTEN_AT_ONCE) {
    const keys = seen.slice(from, from + FORGOTTEN_AT_ONCE);
    await deadLetters.deleteMany({ _id: { $in: keys.map((subject) => letterKey({ kind: 'check', subject })) } });
    await sections.updateMany({ _id: { $in: keys } }, { $unset: { lettered: '' } });
  }
}

/** Notes which sections have a dead letter, so that a look at any other section need not search for one. */
export async function markLettered({ sections }: Collections, letters: readonly NewDeadLetter[]): Promise<void> {
  const keys = letters.filter(({ kind }) => kind === 'check').map(({ subject }) => subject);
  if (keys.length > 0) await sections.updateMany({ _id: { $in: keys } }, { $set: { lettered: true } });
}

/** Adds dead letters. Each replaces an earlier one of the same kind and subject. */
export async function addLetters(
  collections: Collections,
  letters: readonly NewDeadLetter[],
  now: number,
): Promise<void> {
  await markLettered(collections, letters);
  await collections.deadLetters.bulkWrite(
    letters.map((letter) => ({
      replaceOne: {
        filter: { _id: letterKey(letter) },
        replacement: { ...letter, id: randomUUID(), at: new Date(now) },
        upsert: true,
      },
    })),
  );
}

export function letterKey({ kind, subject }: Pick<DeadLetter, 'kind' | 'subject'>): string {
  return `${kind} ${subject}`;
}

async function retry(
  { sections, notifications }: Collections,
  { kind, subject }: DeadLetterDocument,
  now: Date,
): Promise<void> {
  switch (kind) {
    case 'check':
      await sections.updateOne(
        { _id: subject },
        { $min: { dueAt: now }, $set: { failures: 0 }, $unset: { failedAttempts: '' }, ...TOUCH },
      );
      break;
    case 'notification':
      await notifications.updateOne({ _id: subject, status: 'dead' }, revived(now));
      break;
    default:
      kind satisfies never;
  }
}

/** The update that makes a dead notification pending as if it were new. */
function revived(now: Date): object[] {
  return pendingAgain({
    attempts: 0,
    failedAttempts: [],
    error: null,
    queuedAt: now,
    nextAttemptAt: now,
    claimableAt: now,
  });
}

function letterOf({ id, kind, subject, error, attempts, at }: DeadLetterDocument): DeadLetter {
  return { id, kind, subject, error, attempts, at: at.toISOString() };
}

export function letterOfNotification({
  _id: subject,
  letterId,
  error,
  attempts,
  deadAt,
}: NotificationDocument): DeadLetter {
  return { id: letterId!, kind: 'notification', subject, error: error ?? '', attempts, at: deadAt!.toISOString() };
}
