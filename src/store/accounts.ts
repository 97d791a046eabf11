/** Students and how they sign in. Tokens are stored as SHA-256 hashes only (hex). */

export interface User {
  id: string;
  email: string;
  createdAt: string;
}

export interface AccountStore {
  /** Keeps a sign-in token of `email` for `ttlMs`. */
  addSignIn(tokenHash: string, email: string, ttlMs: number): Promise<void>;
  /** The address of a live token, which stays usable (opening the link must not use it up). */
  peekSignIn(tokenHash: string): Promise<string | undefined>;
  /**
   * Uses the token up and signs its address in under `sessionHash`; makes the user when new. undefined: used, expired
   * or unknown.
   */
  signIn(tokenHash: string, sessionHash: string, ttlMs: number): Promise<User | undefined>;
  session(sessionHash: string): Promise<User | undefined>;
  signOut(sessionHash: string): Promise<void>;
  /** All that is stored on a user, for the user. */
  export(userId: string): Promise<Record<string, unknown>>;
  /** Really deletes the user: watches, notifications, dead letters about them, sessions, tokens. */
  remove(userId: string): Promise<void>;
  /** Removes expired tokens and sessions. */
  sweep(): Promise<number>;
}
