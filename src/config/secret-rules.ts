/** The rules for secrets, from the environment and from files. */

const MIN_LENGTH = 32;

export const SECRET_RULE = `it must have at least ${MIN_LENGTH} characters`;
export const TOKEN_RULE = `it must have at least ${MIN_LENGTH} printable ASCII characters and no spaces`;

export function isLongEnough(secret: string): boolean {
  return secret.length >= MIN_LENGTH;
}

/** A token is sent in a header, so only printable ASCII is allowed. */
export function isToken(secret: string): boolean {
  return isLongEnough(secret) && /^[\x21-\x7e]+$/.test(secret);
}
