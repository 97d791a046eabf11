/** Decides which e-mail addresses share one mailbox limit. The mail itself goes to the address as entered. */
import { domainToASCII } from 'node:url';

/**
 * Returns the key of a mailbox. Case, surrounding blanks and the spelling of an international domain are ignored. So
 * are tags (`ada+seats@…`), which most providers ignore, and dots, which the largest provider ignores: somebody who
 * wants to flood a mailbox would vary them. If tags or dots do tell people apart, those people share one limit, which
 * costs them next to nothing.
 */
export function mailboxKey(address: string): string {
  const typed = address.trim().toLowerCase();
  const at = typed.lastIndexOf('@');
  const [name = ''] = typed.slice(0, at).split('+', 1);
  const domain = typed.slice(at + 1);
  // "+tag@…" has no name before the tag.
  return `${name.replaceAll('.', '') || typed.slice(0, at)}@${domainToASCII(domain) || domain}`;
}
