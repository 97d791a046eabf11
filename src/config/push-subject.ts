/** Who runs this server, as push services are told with every message (RFC 8292 §2.1). */
import type { Reader } from './reader.ts';

const SUBJECT_RULE = 'write mailto:<an e-mail address> or an https:// URL where you can be reached';

/** VAPID_SUBJECT; else PUBLIC_URL if it is https; else the address in MAIL_FROM. */
export function readPushSubject(read: Reader, publicUrl: string | null, from: string): string {
  // A fallback is not checked: an invalid MAIL_FROM has its own problem.
  if (read.has('VAPID_SUBJECT')) return read.matching('VAPID_SUBJECT', '', isSubject, SUBJECT_RULE);
  const address = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
  return publicUrl?.startsWith('https:') === true ? publicUrl : `mailto:${address}`;
}

function isSubject(text: string): boolean {
  return /^mailto:[^\s@]+@[^\s@]+$/.test(text) || (/^https:\/\/[^\s]+$/.test(text) && URL.canParse(text));
}
