/** Secrets that the program makes. Only their hashes are stored. */
import { createHash, randomBytes } from 'node:crypto';

/** 192 bits: impossible to guess, and a sign-in link still fits on one line of a mail. */
const SECRET_BYTES = 24;

/** Returns a random secret of 32 characters (base64url), and its hash. */
export function newSecret(): { secret: string; hash: string } {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { secret, hash: hashOf(secret) };
}

/** The SHA-256 of a secret, hexadecimal. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
