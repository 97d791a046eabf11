/** Which looks found these changes. */
import type { TraceStore } from '../store/traces.ts';
import type { Tracer } from '../telemetry/traces/tracer.ts';

/** Contexts by change id. */
export type TracesOf = (changeIds: readonly string[]) => Promise<Readonly<Record<string, string>>>;

/** Reads nothing while nothing is traced. Never rejects: without its trace, a change is told all the same. */
export function tracesOf(tracer: Tracer, traces: Pick<TraceStore, 'of'>): TracesOf {
  return async (changeIds) => (tracer.isOn && changeIds.length > 0 ? await traces.of(changeIds).catch(() => ({})) : {});
}
