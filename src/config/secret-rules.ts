/** What a secret must be, wherever it comes from. */

const MIN_LENGTH = 32;

export const SECRET_RULE = `it must have at least ${MIN_LENGTH} characters`;
export const TOKEN_RULE = `it must have at least ${MIN_LENGTH} letters, digits or signs, without blanks`;

export function isLongEnough(secret: string): boolean {
  return secret.length >= MIN_LENGTH;
}

/** It is sent in a header, so it is of printable ASCII. */
export function isToken(secret: string): boolean {
  return isLongEnough(secret) && /^[\x21-\x7e]+$/.test(secret);
}
