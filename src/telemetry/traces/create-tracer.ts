/** Makes the tracer: without a collector, one that does nothing. */
import type { Registry } from 'prom-client';
import { Counter } from 'prom-client';
import type { Clock, Logger } from '../../runtime/index.ts';
import { ExportQueue } from './export-queue.ts';
import type { Service } from './otlp.ts';
import { openOtlp } from './otlp.ts';
import { SamplingTracer } from './sampling-tracer.ts';
import type { Tracer } from './tracer.ts';
import { noTracer } from './tracer.ts';

export interface TracerTools {
  readonly clock: Clock;
  readonly log: Logger;
  readonly registry: Registry;
}

/** `endpoint`: of the collector; null: nothing is traced, and no package is loaded. */
export async function createTracer(endpoint: string | null, service: Service, tools: TracerTools): Promise<Tracer> {
  if (endpoint === null) return noTracer;
  const { clock, log, registry } = tools;
  const spans = spanCounter(registry);
  const count = (outcome: 'exported' | 'dropped', by: number): void => spans.inc({ outcome }, by);
  return new SamplingTracer(new ExportQueue({ send: await openOtlp(endpoint, service), count, clock, log }), clock);
}

/** Exists only while traces are exported. */
export function spanCounter(registry: Registry): Counter<'outcome'> {
  return new Counter({
    name: 'pickmyclass_trace_spans_total',
    help: 'Spans that the collector took (exported) or that were lost (dropped); only with OTEL_EXPORTER_OTLP_ENDPOINT',
    labelNames: ['outcome'],
    registers: [registry],
  });
}
