/** A tracer whose kept spans can be read at once. */
import type { Clock } from '../../src/runtime/index.ts';
import type { Span } from '../../src/telemetry/traces/span.ts';
import { SamplingTracer } from '../../src/telemetry/traces/sampling-tracer.ts';

export interface RecordedSpans {
  tracer: SamplingTracer;
  spans: Span[];
  /** `parent name > name`, in the order in which they ended. A span without its parent: only its name. */
  names: () => string[];
}

export function recordedSpans(clock: Clock): RecordedSpans {
  const spans: Span[] = [];
  const tracer = new SamplingTracer(
    { add: (kept) => void spans.push(...kept), dropped: () => {}, close: () => Promise.resolve() },
    clock,
  );
  const idOf = (context: string): string => context.slice(0, -3);
  const names = (): string[] =>
    spans.map(({ parent, name }) => {
      const above = spans.find(({ context }) => parent !== null && idOf(context) === idOf(parent));
      return above === undefined ? name : `${above.name} > ${name}`;
    });
  return { tracer, spans, names };
}
