/** The port for traces. `noTracer` is used while none are exported; it does nothing. */
import type { Attributes, Begun, Moment, Span } from './span.ts';

/** A span under way that others are children of. */
export interface OpenSpan {
  /** What its children name as their parent. undefined: nothing is traced. */
  readonly context: string | undefined;
  /** Ends it. Only the first call counts. `error`: the code. */
  end(attributes?: Attributes, error?: string | null): void;
}

export interface Tracer {
  readonly isOn: boolean;
  /** Returns the time, to begin a span later that began now. */
  moment(): Moment;
  /**
   * Begins a trace. Its spans wait until the root ends. They are exported if `keep` was called or if it is their turn:
   * a bounded number of the others, those that failed first.
   */
  root(begun: Begun): OpenSpan;
  /** Begins a span below `parent`. Without a parent, nothing is traced. */
  begin(begun: Begun, parent: string | undefined): OpenSpan;
  /** Takes spans that ended, also of other threads. */
  take(spans: readonly Span[]): void;
  /** Keeps the trace. Returns the context to hand on, which says so. */
  keep(context: string): string;
  /** Exports what is left, for a limited time. Never rejects. */
  close(): Promise<void>;
}

const NEVER: Moment = { now: 0, monotonic: 0 };
const NO_SPAN: OpenSpan = { context: undefined, end: () => {} };

export const noTracer: Tracer = {
  isOn: false,
  moment: () => NEVER,
  root: () => NO_SPAN,
  begin: () => NO_SPAN,
  take: () => {},
  keep: (context) => context,
  close: () => Promise.resolve(),
};
