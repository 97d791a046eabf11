/** A channel: one way of telling a student, such as an e-mail address, a browser or a webhook. */

export const CHANNEL_TYPES = ['email', 'web-push', 'webhook'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];

export interface StudentChannel {
  id: string;
  userId: string;
  type: ChannelType;
  /** The name the student knows it by. */
  label: string;
  /** What a delivery needs, secrets included. Only deliveries may see it. */
  settings: Record<string, unknown>;
  /** Only a verified channel is told anything. */
  verified: boolean;
  /** A muted channel is told nothing. `since` is an ISO instant, `reason` is for the student. */
  muted: { since: string; reason: string } | null;
  createdAt: string;
}

/** How many channels one student may have, e-mail included. */
export const MAX_CHANNELS = 10;

/** The id of the e-mail channel that every student has from the first sign-in on. */
export function emailChannelId(userId: string): string {
  return `email-${userId}`;
}
