/** The lives of the child at one place, newest last. Bounded, because a child may fail for ever. */
import { reasonOf } from '../errors.ts';

export interface Life {
  /** ISO instants. `endedAt` is absent while it lasts. */
  startedAt: string;
  endedAt?: string;
  /** `restarted`: by an operator. `stopped`: with its supervisor, or together with a sibling. */
  end?: 'failed' | 'finished' | 'stopped' | 'restarted';
  /** Why it failed. */
  error?: string;
  stack?: string;
}

const KEPT = 8;
const STACK_MAX = 4_000;

export class Lives {
  #lives: Life[] = [];

  /** Newest last. */
  get all(): Life[] {
    return this.#lives;
  }

  begin(startedAt: string): void {
    this.#lives = [...this.#lives, { startedAt }].slice(-KEPT);
  }

  /** Notes how the current life has ended. Does nothing if its end is known already. */
  end(endedAt: string, end: NonNullable<Life['end']>, error?: Error): void {
    const last = this.#lives.at(-1);
    if (last === undefined || last.endedAt !== undefined) return;
    const why = error === undefined ? {} : { error: textOf(error), stack: stackOf(error) };
    this.#lives = [...this.#lives.slice(0, -1), { ...last, endedAt, end, ...why }];
  }
}

/** The message of an error, with that of its cause if it adds something. */
export function textOf({ message, cause }: Error): string {
  const reason = cause === undefined ? '' : reasonOf(cause);
  return message.includes(reason) ? message : `${message} (${reason})`;
}

/** The innermost cause has the stack that says where it happened. */
function stackOf(error: Error): string {
  let inner = error;
  while (inner.cause instanceof Error) inner = inner.cause;
  return (inner.stack ?? '').slice(0, STACK_MAX);
}
