/** Students as operators see them: to find one, to see how much they use, and to suspend and restore them. */
import type { User } from './accounts.ts';

export const USER_FILTERS = ['suspended', 'muted', 'no-watches'] as const;
/** `muted`: one of their channels is. */
export type UserFilter = (typeof USER_FILTERS)[number];

export const USER_SORTS = ['email', 'newest', 'watches'] as const;
/** `watches`: those with the most first. */
export type UserSort = (typeof USER_SORTS)[number];

export interface KnownUser extends User {
  /** Instant; null: not suspended. */
  suspendedAt: string | null;
  watchCount: number;
  muted: boolean;
  /** Instant, of the newest use of a session that has not ended; null: signed in nowhere. */
  lastSeenAt: string | null;
}

/** Where a page ended: the last user by the sorted field. `key` is an address, an epoch in ms, or a count. */
export interface UserPlace {
  key: string | number;
  id: string;
}

export interface UserQuery {
  /** A part of the address, in lower case; '' fits all. */
  text: string;
  filter: UserFilter | null;
  sort: UserSort;
  after: UserPlace | null;
  limit: number;
}

export interface UserStore {
  page(query: UserQuery): Promise<KnownUser[]>;
  find(id: string): Promise<KnownUser | undefined>;
  /** For an address that may sign in or may not. false also when nobody has it. */
  isSuspended(email: string): Promise<boolean>;
  /**
   * Suspending ends the sessions and unused sign-in links, and deletes what was not sent yet. The watches count for
   * nothing from then on, as if they were paused. Does nothing for a suspended user. undefined: there is no such user.
   */
  suspend(id: string): Promise<KnownUser | undefined>;
  /** The watches go on, except those that their student paused. What changed meanwhile is not told. */
  restore(id: string): Promise<KnownUser | undefined>;
}

export function placeOf({ id, email, createdAt, watchCount }: KnownUser, sort: UserSort): UserPlace {
  return { id, key: { email, newest: Date.parse(createdAt), watches: watchCount }[sort] };
}
