/**
 * Touches: each write that a scheduler must know of marks its section with the server's time and a count. A section
 * that is no longer watched, and may be deleted next, leaves its mark in a collection of its own.
 */
import { sectionKeyOf } from '../../institutions/section-key.ts';
import type { Collections } from './documents.ts';

/** The operators of an update. */
export const TOUCH = { $currentDate: { touchedAt: true }, $inc: { touches: 1 } } as const;

/** The fields that a pipeline sets. */
export const TOUCHED = { touchedAt: '$$NOW', touches: { $add: [{ $ifNull: ['$touches', 0] }, 1] } } as const;

/** Call it after the section's document says that the section is not watched. */
export async function markUnwatched({ unwatched }: Collections, section: string): Promise<void> {
  const { institution } = sectionKeyOf(section);
  await unwatched.updateOne({ _id: section }, { $set: { institution }, ...TOUCH }, { upsert: true });
}

/** Deletes marks that every reader has seen long ago. */
export async function forgetUnwatched({ unwatched }: Collections): Promise<void> {
  await unwatched.deleteMany({ $expr: { $lt: ['$touchedAt', { $subtract: ['$$NOW', KEPT_MS] }] } });
}

const KEPT_MS = 86_400_000;
