/**
 * Which look found a change, as a trace context (W3C `traceparent`). Written only while traces are exported. A change
 * waits in the store until it is told, perhaps by another process; with its context, what is done then belongs to the
 * trace of the look. Losing one loses no more than this link.
 */

export interface TraceStore {
  /** Keeps the context of each change, by change id. The first one stays. */
  keep(traces: Readonly<Record<string, string>>): Promise<void>;
  /** Returns the contexts of these changes, by change id. Leaves out those that have none. */
  of(changeIds: readonly string[]): Promise<Record<string, string>>;
  /** Deletes those kept for longer than `forMs`. */
  forget(forMs: number): Promise<void>;
}
