/**
 * Spans: what was done for a look, from when to when. A finished one is plain data, so that any thread can make it and
 * the main thread export it. A span must not name a student, an address or a token, and no text from outside but codes.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../runtime/index.ts';

/** Absent values are left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Whom the work is for or sent to, as OpenTelemetry names it. */
export type SpanKind = 'internal' | 'client' | 'producer';

export interface Span {
  /** Its own context: a W3C traceparent. */
  readonly context: string;
  /** The context of its parent; null: it is the root of its trace. */
  readonly parent: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  /** The code of the error with which it ended, or null. */
  readonly error: string | null;
}

/** When a span began: `now` for the calendar, `monotonic` for how long it took. */
export interface Moment {
  readonly now: number;
  readonly monotonic: number;
}

/** A span that has not ended. */
export interface Begun {
  readonly name: string;
  readonly kind?: SpanKind;
  readonly since: Moment;
  readonly attributes?: Attributes;
}

/** The parts of a context. */
export interface ContextParts {
  readonly trace: string;
  readonly span: string;
  /** Whether the trace is kept. Not set while a look runs, because only its end decides. */
  readonly sampled: boolean;
}

const CONTEXT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Reads a traceparent. undefined: it is not one, perhaps because another program wrote it. */
export function partsOf(context: string): ContextParts | undefined {
  const found = CONTEXT.exec(context);
  if (found === null) return undefined;
  return { trace: found[1]!, span: found[2]!, sampled: (Number.parseInt(found[3]!, 16) & 1) === 1 };
}

/** Returns the context of a new span below `parent`, or of the root of a new trace. */
export function newContext(parent?: string): string {
  const above = parent === undefined ? undefined : partsOf(parent);
  const trace = above?.trace ?? randomBytes(16).toString('hex');
  return `00-${trace}-${randomBytes(8).toString('hex')}-${above?.sampled === true ? '01' : '00'}`;
}

/** The same context, of a trace that is kept. */
export function sampled(context: string): string {
  return `${context.slice(0, -2)}01`;
}

export function momentOf(clock: Pick<Clock, 'now' | 'monotonic'>): Moment {
  return { now: clock.now(), monotonic: clock.monotonic() };
}

/** Ends a span now. `parent`: the context above it. */
export function finish(
  { name, kind = 'internal', since, attributes = {} }: Begun,
  parent: string,
  clock: Pick<Clock, 'monotonic'>,
  error: string | null = null,
): Span {
  const endMs = since.now + Math.max(0, clock.monotonic() - since.monotonic);
  return { context: newContext(parent), parent, name, kind, startMs: since.now, endMs, attributes, error };
}
