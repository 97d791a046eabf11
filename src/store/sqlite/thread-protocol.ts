/** The messages between the main thread and the store's thread. */
import type { NextStep } from '../../runtime/index.ts';
import type { Store } from '../store.ts';

/** The name of a sub-store of the port: `sections`, `changes` … */
export type StorePart = { [Key in keyof Store]: Store[Key] extends () => unknown ? never : Key }[keyof Store];

/** The argument of `open`. 'same': this process had the file open before. */
export type Run = 'new' | 'same';

/**
 * A call of a method of a sub-store, or of the store itself (`part` null), of the store in the file at `path`. The
 * thread uses the caller's clocks, `now` and `elapsed`.
 */
export interface StoreCall {
  path: string;
  now: number;
  elapsed: number;
  part: StorePart | null;
  method: string;
  args: unknown[];
}

export type StoreReply =
  | { outcome: 'value'; value: unknown }
  /** A long list as several JSON texts. Parsing them one at a time never blocks the main thread for long. */
  | { outcome: 'list'; texts: string[] }
  /** A record with a long list in the field `name`. `rest` has the other fields. */
  | { outcome: 'record'; rest: object; name: string; texts: string[] }
  | { outcome: 'error'; code: string; next: NextStep; message: string };
