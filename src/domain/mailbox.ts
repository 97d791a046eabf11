/** The sender's mailbox: `PickMyClass <alerts@example.edu>`, or the address alone. The common part of RFC 5322 §3.4. */

const LOCAL_PART = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+/.source;
const LABEL = /[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/.source;
const ADDRESS = new RegExp(`^${LOCAL_PART}(?:\\.${LOCAL_PART})*@${LABEL}(?:\\.${LABEL})*$`);
/** Excludes the characters that would make it two mailboxes, a comment, or two header lines. */
const NAME = /^(?:"[^"\\\p{C}\p{Zl}\p{Zp}]*"|[^"\\<>()[\]@,;:\p{C}\p{Zl}\p{Zp}]*)$/u;
const NAMED = /^([^<>]*)<([^<>]*)>$/;

/** RFC 5321 §4.5.3.1. */
const LONGEST = { local: 64, address: 254, name: 200 };

/** Whether `text` is exactly one mailbox. */
export function isMailbox(text: string): boolean {
  const [, name = '', address = text] = NAMED.exec(text) ?? [];
  return name.length <= LONGEST.name && NAME.test(name.trim()) && isAddress(address);
}

function isAddress(text: string): boolean {
  return text.length <= LONGEST.address && text.indexOf('@') <= LONGEST.local && ADDRESS.test(text);
}
