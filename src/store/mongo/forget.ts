/**
 * Forgets a section that was never seen and that the source does not list, in a sequence of writes that can each be
 * repeated.
 */
import { chunksOf, idsAmong } from './bulk.ts';
import type { Collections } from './documents.ts';
import { NEVER } from './instants.ts';
import { queueNotices } from './notices.ts';
import { schedule } from './schedule.ts';

/**
 * Returns how many watches ended. A process may freeze between any two writes, and another one may then see the
 * section: it marks the watches as verified before it writes the state, and only unverified watches are ended here. The
 * section's document is deleted last. A watch that was added meanwhile keeps it.
 */
export async function forgetSection(
  collections: Collections,
  owner: string,
  section: string,
  now: number,
): Promise<number> {
  const { sections, watches, notifications, deadLetters } = collections;
  const mine = { _id: section, leaseOwner: owner, leaseUntil: { $gt: new Date(now) }, version: 0 };
  if ((await sections.findOne(mine, { projection: { _id: 1 } })) === null) return 0;
  const ended = await watches.find({ about: section, verified: false }).toArray();
  const ids = ended.map(({ _id }) => _id);
  await queueNotices(collections, ended, 'not-found', now);
  const { deletedCount } = await watches.deleteMany({ _id: { $in: ids }, verified: false });
  const kept = await idsAmong(watches, ids);
  for (const chunk of chunksOf([...kept]))
    await notifications.deleteMany({ watchId: { $in: chunk }, notice: 'not-found' });
  await deadLetters.deleteOne({ _id: `check ${section}` });
  await schedule(collections, section, now);
  await sections.deleteOne({ ...mine, followed: false });
  await sections.updateOne(mine, { $set: { leaseUntil: NEVER }, $unset: { leaseOwner: '', claim: '' } });
  return deletedCount;
}
