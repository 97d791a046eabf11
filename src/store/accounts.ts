/** Students and how they sign in. Only the SHA-256 hashes of tokens are stored, as hex. */

export interface User {
  id: string;
  email: string;
  createdAt: string;
}

export interface AccountStore {
  /** Stores a sign-in token for `email`, valid for `ttlMs`. */
  addSignIn(tokenHash: string, email: string, ttlMs: number): Promise<void>;
  /** The address of a valid token. The token stays valid, because opening the link must not use it up. */
  peekSignIn(tokenHash: string): Promise<string | undefined>;
  /**
   * Uses up the token and starts a session for its address under `sessionHash`. Creates the user if there is none.
   * undefined: the token was used before, has expired, or is unknown.
   */
  signIn(tokenHash: string, sessionHash: string, ttlMs: number): Promise<User | undefined>;
  session(sessionHash: string): Promise<User | undefined>;
  signOut(sessionHash: string): Promise<void>;
  /** Everything that is stored about a user, for that user. */
  export(userId: string): Promise<Record<string, unknown>>;
  /** Deletes the user with all watches, notifications, dead letters about them, sessions and tokens. */
  remove(userId: string): Promise<void>;
  /** Removes expired tokens and sessions. Returns how many. */
  sweep(): Promise<number>;
}
