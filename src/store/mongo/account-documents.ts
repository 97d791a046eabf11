/** The documents of students and of how they sign in. */

export interface UserDocument {
  _id: string;
  email: string;
  createdAt: Date;
  /** Its removal has begun and must be finished. */
  leaving?: true;
}

/** `_id`: the hash of the token. */
export interface SignInDocument {
  _id: string;
  email: string;
  expiresAt: Date;
}

/** `_id`: the hash of the session. */
export interface SessionDocument {
  _id: string;
  userId: string;
  createdAt: Date;
  expiresAt: Date;
}
