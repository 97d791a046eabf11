/** Documents of the watches collection as watches. */
import type { ChangeKind } from '../../domain/change.ts';
import type { NewWatch, Watch, WatchTerms } from '../../domain/watch.ts';
import { chunksOf } from './bulk.ts';
import type { Collections, WatchDocument } from './documents.ts';

export async function watchesOf(collections: Collections, userId: string): Promise<Watch[]> {
  const found = await collections.watches.find({ userId }).sort({ createdAt: 1, slot: 1 }).toArray();
  const told = await lastTold(
    collections,
    found.map(({ _id }) => _id),
  );
  return found.map((document) => watchOf(document, told.get(document._id)));
}

/** When the last message of each of these watches was sent. */
export async function lastTold({ notifications }: Collections, ids: readonly string[]): Promise<Map<string, Date>> {
  const told = new Map<string, Date>();
  for (const chunk of chunksOf(ids)) {
    const rows = notifications.aggregate<{ _id: string; at: Date }>([
      { $match: { watchId: { $in: chunk }, status: 'sent' } },
      { $group: { _id: '$watchId', at: { $max: '$sentAt' } } },
    ]);
    for (const { _id, at } of await rows.toArray()) told.set(_id, at);
  }
  return told;
}

export function watchOf(document: WatchDocument, lastToldAt: Date | undefined): Watch {
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
    lastToldAt: lastToldAt?.toISOString() ?? null,
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
