/** Keeps e-mail addresses out of logs and dead letters. Mail servers often repeat them in their answers. */

/** A local part has at most 64 characters. The limit also keeps the search linear. */
const ADDRESS = /([^\s<>"'(),:;@])[^\s<>"'(),:;@]{0,63}@([a-z0-9.-]+)/gi;

/** Replaces each address in `text`: `ada@example.edu` → `a***@example.edu`. */
export function maskAddresses(text: string): string {
  return text.replace(ADDRESS, '$1***@$2');
}
