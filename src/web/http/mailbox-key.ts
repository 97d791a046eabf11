/**
 * Which e-mail addresses are one mailbox, for the limit on mails to it. Mail itself goes to the address as it was
 * given.
 */
import { domainToASCII } from 'node:url';

/**
 * Case, blanks around it and how an international domain is written make no other mailbox. Nor does a tag
 * (`ada+seats@…`) with most providers, nor a dot with the largest one: who wants to bomb a mailbox would write each
 * mail another way. Where tags or dots do tell people apart, they share one limit, which costs next to nothing.
 */
export function mailboxKey(address: string): string {
  const typed = address.trim().toLowerCase();
  const at = typed.lastIndexOf('@');
  const [name = ''] = typed.slice(0, at).split('+', 1);
  const domain = typed.slice(at + 1);
  // "+tag@…" has no name before the tag.
  return `${name.replaceAll('.', '') || typed.slice(0, at)}@${domainToASCII(domain) || domain}`;
}
