/** Which looks found these changes. */
import type { TraceStore } from '../store/traces.ts';
import type { Tracer } from '../telemetry/traces/tracer.ts';

/** Contexts by change id. */
export type TracesOf = (changeIds: readonly string[]) => Promise<Readonly<Record<string, string>>>;

/**
 * Reads nothing while nothing is traced. Never rejects: without its trace, a change is told all the same, and `failed`
 * gets the error.
 */
export function tracesOf(tracer: Tracer, traces: Pick<TraceStore, 'of'>, failed: (error: unknown) => void): TracesOf {
  return async (changeIds) => {
    if (!tracer.isOn || changeIds.length === 0) return {};
    return await traces.of(changeIds).catch((error: unknown) => {
      failed(error);
      return {};
    });
  };
}
