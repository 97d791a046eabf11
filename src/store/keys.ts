/**
 * Keys for other programs, which use them over HTTP and MQTT. Only the SHA-256 of a secret is stored. A secret is 192
 * random bits, so nobody can find it by trying, and a slow hash such as those for passwords would protect nothing more.
 */

/** `facts`: public facts. `view`: also what operators see. */
export const KEY_SCOPES = ['facts', 'view'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** Milliseconds within which the use of a key is noted once. */
export const KEY_USE_NOTED_MS = 60_000;

export interface NewKey {
  /** Public, the user name at the broker. */
  id: string;
  label: string;
  /** Hexadecimal. */
  hash: string;
  scopes: readonly KeyScope[];
  ratePerMinute: number;
}

/** Instants are ISO 8601, UTC. */
export interface StoredKey extends NewKey {
  createdAt: string;
  /** Up to KEY_USE_NOTED_MS old; null: never used. */
  lastUsedAt: string | null;
  /** null: it can be used. */
  revokedAt: string | null;
}

export interface KeyStore {
  add(key: NewKey): Promise<StoredKey>;
  /** The keys that can be used, newest first. */
  living(): Promise<StoredKey[]>;
  /** The keys that were revoked, the last one first. */
  revoked(limit: number): Promise<StoredKey[]>;
  /** Revokes a key for good. undefined: there is no such key, or it is revoked already. */
  revoke(id: string): Promise<StoredKey | undefined>;
  /** Notes that a key was used now, unless a use was noted within KEY_USE_NOTED_MS. */
  noteUse(id: string): Promise<void>;
}
