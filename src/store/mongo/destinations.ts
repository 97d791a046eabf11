/** Brings a database of an earlier version to destinations: every student has an e-mail channel. */
import { emailChannelId } from '../../domain/channel.ts';
import { addEmailChannel } from './channel-documents.ts';
import type { Collections } from './documents.ts';

/** Earlier notifications all went by e-mail. Safe to repeat. */
export async function addDestinations(collections: Collections): Promise<void> {
  for await (const user of collections.users.find()) await addEmailChannel(collections, user);
  const destination = { $concat: [emailChannelId(''), '$userId'] };
  const without = { destination: { $exists: false } };
  await collections.notifications.updateMany({ ...without, status: 'pending' }, [
    { $set: { destination, waiting: destination } },
  ]);
  await collections.notifications.updateMany(without, [{ $set: { destination } }]);
}
