/** Keeps addresses out of logs and dead letters: servers like to repeat them in their answers. */

/** A local part has 64 characters at most, which also keeps the search linear. */
const ADDRESS = /([^\s<>"'(),:;@])[^\s<>"'(),:;@]{0,63}@([a-z0-9.-]+)/gi;

/** `ada@example.edu` → `a***@example.edu`, wherever one stands in `text`. */
export function maskAddresses(text: string): string {
  return text.replace(ADDRESS, '$1***@$2');
}
