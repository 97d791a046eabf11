/** The channels of students. Each student has an e-mail channel from the first sign-in on; it cannot be removed. */
import type { StudentChannel } from '../domain/channel.ts';

export type NewChannel = Pick<StudentChannel, 'type' | 'label' | 'settings' | 'verified'>;
export type AddedChannel = { outcome: 'added'; channel: StudentChannel } | { outcome: 'limit' };

export interface ChannelStore {
  /** At most MAX_CHANNELS a student. Rejects with PMC_NOT_SIGNED_IN if there is no such user. */
  add(userId: string, channel: NewChannel): Promise<AddedChannel>;
  /** The e-mail channel first, then the oldest. */
  list(userId: string): Promise<StudentChannel[]>;
  /** undefined: this student has no such channel. */
  find(userId: string, channelId: string): Promise<StudentChannel | undefined>;
  /** Removes the channel and its notifications. false: the student has no such channel, or it is the e-mail channel. */
  remove(userId: string, channelId: string): Promise<boolean>;
  /** false: this student has no such channel. */
  verify(userId: string, channelId: string): Promise<boolean>;
  /**
   * Mutes the channel and gives up its pending notifications, without dead letters. A muted channel keeps its first
   * reason. `by` 'us': its deliveries fail, so the student's other channels get a notice. false: there is no such
   * channel, or it is muted already.
   */
  mute(channelId: string, reason: string, by: 'us' | 'student'): Promise<boolean>;
  /** Mutes the e-mail channel of the student with this address, as `by` 'us'. false: nobody has it, or it is muted. */
  muteAddress(email: string, reason: string): Promise<boolean>;
  /** false: this student has no such channel. */
  unmute(userId: string, channelId: string): Promise<boolean>;
}
