/** Which e-mail addresses count as one mailbox for the limit on mails. The mail itself goes to the address as given. */
import { domainToASCII } from 'node:url';

/**
 * Case, surrounding blanks and the spelling of an international domain make no difference. Neither does a tag
 * (`ada+seats@…`) with most providers, nor a dot with the largest one: somebody who wants to flood a mailbox would vary
 * them. Where tags or dots do tell people apart, these people share one limit, which costs them next to nothing.
 */
export function mailboxKey(address: string): string {
  const typed = address.trim().toLowerCase();
  const at = typed.lastIndexOf('@');
  const [name = ''] = typed.slice(0, at).split('+', 1);
  const domain = typed.slice(at + 1);
  // "+tag@…" has no name before the tag.
  return `${name.replaceAll('.', '') || typed.slice(0, at)}@${domainToASCII(domain) || domain}`;
}
