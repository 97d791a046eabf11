/** Documents of the watches collection as watches. */
import type { ChangeKind } from '../../domain/change.ts';
import type { NewWatch, Watch, WatchTerms } from '../../domain/watch.ts';
import { chunksOf } from './bulk.ts';
import type { Collections, WatchDocument } from './documents.ts';

/** The fields that decide whether a watch is told of something, as what, and where. */
export const TELLING = [
  'covers',
  'tells',
  'paused',
  'kinds',
  'minSeats',
  'reservedGroup',
  'channels',
  'userId',
  'email',
] as const;
export type TellingWatch = Pick<WatchDocument, '_id' | (typeof TELLING)[number]>;

export async function watchesOf(collections: Collections, userId: string): Promise<Watch[]> {
  const found = await collections.watches.find({ userId }).sort({ createdAt: 1, slot: 1 }).toArray();
  const told = await toldTo(
    collections,
    found.map(({ _id }) => _id),
  );
  return found.map((document) => watchOf(document, told.get(document._id)));
}

/** When a watch was told last, and how often. */
interface Told {
  at: Date;
  times: number;
}

/** Of the watches that were told anything. */
export async function toldTo({ notifications }: Collections, ids: readonly string[]): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  for (const chunk of chunksOf(ids)) {
    const rows = notifications.aggregate<Told & { _id: string }>([
      { $match: { watchId: { $in: chunk }, status: 'sent' } },
      {
        $group: {
          _id: '$watchId',
          at: { $max: '$sentAt' },
          // What one look found is one, on however many channels it was told.
          found: { $addToSet: { at: '$detectedAt', reminder: { $ifNull: ['$reminder', 0] } } },
        },
      },
      { $project: { at: 1, times: { $size: '$found' } } },
    ]);
    for (const { _id, at, times } of await rows.toArray()) told.set(_id, { at, times });
  }
  return told;
}

export function watchOf(document: WatchDocument, told: Told | undefined): Watch {
  const { _id: id, section, course, conditions, minSeats, reservedGroup, channels, remind } = document;
  return {
    id,
    ...(section !== undefined && { section }),
    ...(course !== undefined && { course }),
    ...(conditions !== undefined && { conditions }),
    kinds: document.kinds.split(',') as ChangeKind[],
    minSeats,
    reservedGroup,
    channels,
    remind,
    covers: document.tells ? document.covers : [],
    paused: document.paused,
    pausedUntil: document.pausedUntil?.toISOString() ?? null,
    verified: document.verified,
    createdAt: document.createdAt.toISOString(),
    lastToldAt: told?.at.toISOString() ?? null,
    told: told?.times ?? 0,
  };
}

/** The fields that say what is watched. */
export function subjectOf({
  section,
  course,
  conditions,
}: NewWatch): Pick<WatchDocument, 'section' | 'course' | 'conditions'> {
  return section === undefined ? { course, ...(conditions !== undefined && { conditions }) } : { section };
}

/** The fields that say how the watch tells. */
export function termsOf({
  kinds,
  minSeats,
  reservedGroup,
  channels,
  remind,
}: WatchTerms): Pick<WatchDocument, 'kinds' | 'minSeats' | 'reservedGroup' | 'channels' | 'remind'> {
  return { kinds: kinds.join(), minSeats, reservedGroup, channels, remind };
}
