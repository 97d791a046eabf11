/** What travels between the main thread and the store's thread. */
import type { NextStep } from '../../runtime/index.ts';
import type { Store } from '../store.ts';

/** The sub-stores of the port: `sections`, `changes` … */
export type StorePart = { [Key in keyof Store]: Store[Key] extends () => unknown ? never : Key }[keyof Store];

/** What `open` is called with: whether this process has had the file open before. */
export type Run = 'new' | 'same';

/**
 * A call of a sub-store's method, or of one of the store itself (`part` null). The store's clocks follow the caller's:
 * `now` and `elapsed`.
 */
export interface StoreCall {
  now: number;
  elapsed: number;
  part: StorePart | null;
  method: string;
  args: unknown[];
}

export type StoreReply =
  | { outcome: 'value'; value: unknown }
  /** A long list, as JSON texts of lists: read one at a time they never hold up the main thread for long. */
  | { outcome: 'list'; texts: string[] }
  | { outcome: 'error'; code: string; next: NextStep; message: string };
