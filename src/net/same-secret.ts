import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Compares a secret that a client sent with the expected one. The time it takes reveals neither where they differ nor
 * how long the expected one is.
 */
export function sameSecret(given: string | Buffer, expected: string | Buffer): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(secret: string | Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}
