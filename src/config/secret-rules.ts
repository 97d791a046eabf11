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

export const SVIX_SECRET_RULE = 'copy it from the page of the webhook at Resend: it starts with whsec_';

/** `whsec_` and at least 16 bytes in base64. */
export function isSvixSecret(text: string): boolean {
  return /^whsec_[A-Za-z0-9+/]{22,}={0,2}$/.test(text);
}
