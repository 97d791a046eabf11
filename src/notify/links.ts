/** The links of a message: signed, so that they work without signing in. */
import type { Action } from './action-token.ts';
import { signAction } from './action-token.ts';

export interface Links {
  /** The student's watches. */
  manage: string;
  /** The page that ends these watches. */
  stop: (watchIds: readonly string[]) => string;
}

/** `publicUrl`: without a slash at the end. */
export function linksFor(publicUrl: string, secret: string): Links {
  const to = (action: Action): string =>
    `${publicUrl}/api/v1/unsubscribe?token=${encodeURIComponent(signAction(action, secret))}`;
  return { manage: `${publicUrl}/`, stop: (watchIds) => to({ do: 'stop', watches: [...watchIds] }) };
}
