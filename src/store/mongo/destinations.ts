/** Brings a database of an earlier version to destinations: every student has an e-mail channel. */
import { emailChannelId } from '../../domain/channel.ts';
import { addEmailChannel } from './channel-documents.ts';
import type { Collections } from './documents.ts';

/**
 * Earlier notifications all went by e-mail, and the changes of one version were one message. What was tried stays with
 * that message. Safe to repeat.
 */
export async function addDestinations(collections: Collections): Promise<void> {
  for await (const user of collections.users.find()) await addEmailChannel(collections, user);
  const destination = { $concat: [emailChannelId(''), '$userId'] };
  const version = { $first: { $split: [{ $ifNull: ['$changeId', '$notice'] }, ':'] } };
  await collections.notifications.updateMany(
    { destination: { $exists: false }, status: 'pending', attempts: { $gt: 0 } },
    [{ $set: { message: { $concat: ['$watchId', ' ', version] } } }],
  );
  const without = { destination: { $exists: false } };
  await collections.notifications.updateMany({ ...without, status: 'pending' }, [
    { $set: { destination, waiting: destination } },
  ]);
  await collections.notifications.updateMany(without, [{ $set: { destination } }]);
}
