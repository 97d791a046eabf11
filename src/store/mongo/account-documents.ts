/**
 * The documents of students, of their channels, and of how they sign in. Documents of earlier versions lack the
 * optional fields.
 */
import type { Preferences } from '../../domain/preferences.ts';
import type { ChannelType } from '../../domain/channel.ts';

export interface UserDocument {
  _id: string;
  email: string;
  createdAt: Date;
  /** Those that were chosen. */
  preferences?: Partial<Preferences>;
  suspendedAt?: Date;
  /** Its removal has begun and must be finished. */
  leaving?: true;
}

/** `_id` of an e-mail channel: `emailChannelId`. */
export interface ChannelDocument {
  _id: string;
  userId: string;
  type: ChannelType;
  label: string;
  settings: Record<string, unknown>;
  verified: boolean;
  muted?: { since: Date; reason: string };
  createdAt: Date;
}

/** `_id`: the hash of the token. */
export interface SignInDocument {
  _id: string;
  email: string;
  expiresAt: Date;
  wishes?: object[];
  preferences?: Partial<Preferences>;
  waitingHash?: string;
  usedAt?: Date;
}

/** `_id`: the hash of the session. */
export interface SessionDocument {
  _id: string;
  userId: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt?: Date;
  browser?: string;
}
