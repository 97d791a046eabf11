import type { WatchStore } from '../store/watches.ts';

/**
 * Keeps the channels that watches name in step with those that the student has. `by`: the id of the channel that takes
 * the place of `gone`; null: none does.
 */
export async function replaceChannel(
  watches: Pick<WatchStore, 'list' | 'update'>,
  userId: string,
  gone: string,
  by: string | null,
): Promise<void> {
  for (const { id, channels } of await watches.list(userId)) {
    if (channels?.includes(gone) !== true) continue;
    const left = channels.flatMap((each) => (each === gone ? (by ?? []) : each));
    // A watch without a channel would tell nobody, and nobody would notice. It tells on all channels instead.
    await watches.update(userId, id, { channels: left.length === 0 ? null : left });
  }
}
