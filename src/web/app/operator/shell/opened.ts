/** Returns what a hash opens within a view, decoded: `#/people/<id>`, `#/sections/<key>`; null if it opens nothing. */
export function openedIn(view: string, hash: string): string | null {
  const [, found, id] = /^#\/([\w-]+)\/(.+)$/.exec(hash) ?? [];
  return found === view && id !== undefined ? decodeURIComponent(id) : null;
}
