/**
 * A watch that was requested before sign-in. It is kept in this browser until the mailed link is opened, for at most an
 * hour, and starts only for the address it was requested with.
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

/** Removes the stored wish. Returns it if it is for this address and not too old, otherwise undefined. */
export function takeWish(email: string): Wish | undefined {
  const stored = localStorage.getItem(KEY);
  if (stored === null) return undefined;
  localStorage.removeItem(KEY);
  const { at, ...wish } = JSON.parse(stored) as Wish & { at: number };
  return Date.now() - at < LIFETIME_MS && wish.email === email.toLowerCase() ? wish : undefined;
}
