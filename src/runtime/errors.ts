/** Errors with codes, from tables: `defineErrors` makes a table and the function that builds its errors. */

/** What the caller must do next: `never` call again, call again `later`, or `stop` the process. */
export type NextStep = 'never' | 'later' | 'stop';

/** What happened, with the offending values in braces, and what to do about it. */
export interface ErrorEntry {
  next: NextStep;
  message: string;
  advice?: string;
}

/** An error from a table. `code` says what happened, `next` what to do; `cause` is the original error. */
export class CodedError extends Error {
  readonly code: string;
  readonly next: NextStep;

  constructor(code: string, next: NextStep, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CodedError';
    this.code = code;
    this.next = next;
  }
}

/** The names in braces of a message: `'a {b} c {d}'` → `'b' | 'd'`. */
type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type TextOf<Entry> = Entry extends { message: infer Message extends string; advice: infer Advice extends string }
  ? `${Message}. ${Advice}`
  : Entry extends { message: infer Message extends string }
    ? Message
    : never;

type Table<Prefix extends string> = Readonly<Record<`${Prefix}_${string}`, ErrorEntry>>;

export interface ErrorMaker<Entries> {
  /** Builds the error `code` with the values its message asks for. */
  <Code extends keyof Entries & string>(
    code: Code,
    values: Record<Placeholder<TextOf<Entries[Code]>>, string | number>,
    cause?: unknown,
  ): CodedError;
  readonly table: Entries;
}

/**
 * Every code begins with `prefix` and an underscore; the compiler checks that, and that each message gets its values.
 */
export function defineErrors<const Prefix extends string, const Entries extends Table<Prefix>>(
  _prefix: Prefix,
  table: Entries,
): ErrorMaker<Entries> {
  const make = (code: string, values: Record<string, string | number>, cause?: unknown): CodedError => {
    const { next, message, advice } = table[code as keyof Entries] as ErrorEntry;
    const text = advice === undefined ? message : `${message}. ${advice}`;
    return new CodedError(
      code,
      next,
      text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
      cause,
    );
  };
  return Object.assign(make, { table }) as unknown as ErrorMaker<Entries>;
}

/** Whether what came from outside is a next step. */
export function isNextStep(value: unknown): value is NextStep {
  return value === 'never' || value === 'later' || value === 'stop';
}

/** Whether waiting may mend it: what is needed is away and may come back. */
export function isForLater(error: unknown): error is CodedError {
  return error instanceof CodedError && error.next === 'later';
}

/** Returns a thrown value as an error: JavaScript can throw anything. */
export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Returns the message of any thrown value. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The errors of the actor runtime itself. */
export const runtimeError = defineErrors('RUNTIME', {
  RUNTIME_ASK_TIMEOUT: {
    next: 'later',
    message: '{address} did not answer within {timeoutMs} ms',
    advice: 'Look at its mailbox in the supervisor tree and try again',
  },
  RUNTIME_ACTOR_DEAD: {
    next: 'later',
    message: 'no live actor at {address}',
    advice: 'It is being restarted or was stopped; try again',
  },
  RUNTIME_MAILBOX_FULL: {
    next: 'later',
    message: 'the mailbox of {address} is full ({capacity} messages)',
    advice: 'Try again later',
  },
  RUNTIME_CHILD_SPEC_INVALID: { next: 'stop', message: 'child spec {id}: {key} is {value}; {reason}' },
  RUNTIME_RESTART_LIMIT: {
    next: 'later',
    message: 'supervisor {address} saw {restarts} restarts within {windowMs} ms and gives up',
    advice: 'Its parent decides',
  },
  RUNTIME_START_FAILED: { next: 'later', message: '{address} did not start: {reason}' },
  RUNTIME_START_TIMEOUT: { next: 'later', message: '{address} did not start within {timeoutMs} ms' },
  RUNTIME_CRASHED: { next: 'later', message: '{address} was crashed on request' },
  RUNTIME_THREAD_EXITED: { next: 'later', message: 'the worker thread of {address} exited with code {exitCode}' },
  RUNTIME_THREAD_HUNG: { next: 'later', message: 'the worker thread of {address} gave no heartbeat for {silentMs} ms' },
  RUNTIME_BREAKER_OPEN: { next: 'later', message: 'the circuit breaker of {name} is {condition}' },
  RUNTIME_CALL_TIMEOUT: { next: 'later', message: 'the call to {name} took longer than {timeoutMs} ms' },
  RUNTIME_MESSAGE_UNKNOWN: {
    next: 'never',
    message: '{address} does not accept this message of the type "{type}"',
    advice: 'See that all nodes run the same version',
  },
  RUNTIME_ENVELOPE_INVALID: { next: 'never', message: 'a message on {topic} was refused: {reason}' },
  RUNTIME_TRANSPORT_UNAVAILABLE: { next: 'later', message: 'the transport cannot be reached: {reason}' },
});
