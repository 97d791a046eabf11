/**
 * The watch that somebody requested before signing in. It waits in this browser until the mailed link is opened, for an
 * hour at most, and starts only for the address it was requested with.
 */
import type { ChangeKind } from '../../contract/section.ts';

export interface Wish {
  section: string;
  kinds: ChangeKind[];
  email: string;
}

const KEY = 'pickmyclass.wish';
const LIFETIME_MS = 3_600_000;

export function keepWish(wish: Wish): void {
  localStorage.setItem(KEY, JSON.stringify({ ...wish, at: Date.now() }));
}

/** Takes the wish out; undefined when there is none for this address. */
export function takeWish(email: string): Wish | undefined {
  const stored = localStorage.getItem(KEY);
  if (stored === null) return undefined;
  localStorage.removeItem(KEY);
  const { at, ...wish } = JSON.parse(stored) as Wish & { at: number };
  return Date.now() - at < LIFETIME_MS && wish.email === email.toLowerCase() ? wish : undefined;
}
