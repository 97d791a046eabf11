/** Students and how they sign in. Only the SHA-256 hashes of secrets are stored, as hex. */
import { createHash } from 'node:crypto';
import type { Change } from '../domain/change.ts';
import type { ChannelType } from '../domain/channel.ts';
import type { Preferences } from '../domain/preferences.ts';

export interface User {
  id: string;
  email: string;
  createdAt: string;
}

/** What goes with a sign-in link, beside the address. */
export interface SignInWishes {
  /** New watches to start when the link is used. The store keeps them as they are. */
  wishes?: readonly object[];
  /** For a student who is new. */
  preferences?: Partial<Preferences>;
  /** The hash of a secret of the page that asked. With it, that page learns what became of the link. */
  waitingHash?: string;
}

/** A link that can still be used. */
export interface SignIn {
  email: string;
  wishes: object[];
  preferences: Partial<Preferences>;
}

/** A used link whose wishes were not all started. */
export interface UnstartedWishes {
  tokenHash: string;
  userId: string;
  wishes: object[];
}

/** `expired` also when nothing is known of it any more. */
export type LinkState = 'waiting' | 'used' | 'expired';

export interface StoredSession {
  /** Not a secret: it names the session and cannot be used as one. */
  id: string;
  createdAt: string;
  /** Up to `USE_NOTED_MS` old. */
  lastUsedAt: string;
  /** The browser in a few words, '' when unknown. */
  browser: string;
}

/** A notification as its student sees it. */
export interface StoredMessage {
  id: string;
  section: string;
  /** null: it is not about a change, or the change is too old to be kept. */
  change: Change | null;
  /** The kind of change, or of notice. */
  kind: string;
  channel: ChannelType;
  /** Of the channel. */
  label: string;
  state: 'pending' | 'sent' | 'dead';
  detectedAt: string;
  queuedAt: string;
  sentAt: string | null;
}

/** Where a page of messages ended: its last message. `queuedAt` is an instant. */
export type MessagePlace = Pick<StoredMessage, 'queuedAt' | 'id'>;

/** How long a used link is remembered, in milliseconds, so that the page that asked for it learns of its use. */
export const USED_LINK_KEPT_MS = 86_400_000;
/** The use of a session is noted at most this often, because a note is a write. */
export const USE_NOTED_MS = 300_000;

export interface AccountStore {
  /** Stores a sign-in token for `email`, valid for `ttlMs`. */
  addSignIn(tokenHash: string, email: string, ttlMs: number, wishes?: SignInWishes): Promise<void>;
  /** What a valid token is for. The token stays valid, because opening the link must not use it up. */
  peekSignIn(tokenHash: string): Promise<SignIn | undefined>;
  /** What became of the link that was asked for with this waiting secret. */
  waiting(waitingHash: string): Promise<LinkState>;
  /**
   * Uses up the token and starts a session for its address under `sessionHash`. Creates the user if there is none.
   * `browser` describes the browser in a few words. undefined: the token was used before, has expired, or is unknown.
   */
  signIn(tokenHash: string, sessionHash: string, ttlMs: number, browser?: string): Promise<User | undefined>;
  /** Links that were used `usedForMs` ago or earlier, and whose wishes were not all started: a crash came between. */
  unstarted(usedForMs: number, limit: number): Promise<UnstartedWishes[]>;
  /** The wishes of a used link were started, or never can be. The link forgets them. */
  wishesStarted(tokenHash: string): Promise<void>;
  session(sessionHash: string): Promise<User | undefined>;
  signOut(sessionHash: string): Promise<void>;
  /** The user's sessions, the last used first. */
  sessions(userId: string): Promise<StoredSession[]>;
  /** Ends one session. false: this user has no such session. */
  endSession(userId: string, id: string): Promise<boolean>;
  endSessions(userId: string): Promise<void>;
  /** undefined: there is no such user. */
  preferences(userId: string): Promise<Preferences | undefined>;
  /** Changes the given preferences and returns all. undefined: there is no such user. */
  prefer(userId: string, patch: Partial<Preferences>): Promise<Preferences | undefined>;
  /** The user's notifications, newest first, that come behind `after`. */
  messages(userId: string, after: MessagePlace | null, limit: number): Promise<StoredMessage[]>;
  /** Everything that is stored about a user, for that user. */
  export(userId: string): Promise<Record<string, unknown>>;
  /** Deletes the user with all watches, notifications, dead letters about them, sessions and tokens. */
  remove(userId: string): Promise<void>;
  /** Removes expired tokens and sessions. Returns how many. */
  sweep(): Promise<number>;
}

/** The name of a session towards its student. Nobody can find the session's hash from it. */
export function sessionId(sessionHash: string): string {
  return createHash('sha256').update(`session ${sessionHash}`).digest('hex').slice(0, 32);
}
