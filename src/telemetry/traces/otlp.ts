/**
 * Sends spans to an OpenTelemetry collector: OTLP over HTTP, as JSON. The only file that knows the packages, and they
 * are loaded only when it is used.
 */
import type { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Span } from './span.ts';
import { partsOf } from './span.ts';

export interface Service {
  readonly version: string;
  /** The node's id. */
  readonly instance: string;
}

type ReadableSpan = Parameters<OTLPTraceExporter['export']>[0][number];

/** Milliseconds for one batch, with the exporter's own retries (429, 502, 503, 504 and broken connections). */
const TIMEOUT_MS = 5_000;
const SCOPE = 'pickmyclass';

/** `endpoint`: the base URL of the collector, to which `/v1/traces` is added. */
export async function openOtlp(endpoint: string, service: Service): Promise<(spans: readonly Span[]) => Promise<void>> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const { SpanKind, SpanStatusCode, TraceFlags } = await import('@opentelemetry/api');
  const exporter = new OTLPTraceExporter({ url: tracesUrl(endpoint), timeoutMillis: TIMEOUT_MS, concurrencyLimit: 1 });
  const resource = resourceFromAttributes({
    'service.name': 'pickmyclass',
    'service.version': service.version,
    'service.instance.id': service.instance,
  });
  const kinds = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, producer: SpanKind.PRODUCER };
  const contextOf = (context: string): ReturnType<ReadableSpan['spanContext']> => {
    const { trace, span } = partsOf(context)!;
    return { traceId: trace, spanId: span, traceFlags: TraceFlags.SAMPLED };
  };
  const readable = ({ name, kind, context, parent, startMs, endMs, attributes, error }: Span): ReadableSpan => ({
    name,
    kind: kinds[kind],
    spanContext: () => contextOf(context),
    ...(parent !== null && { parentSpanContext: contextOf(parent) }),
    startTime: timeOf(startMs),
    endTime: timeOf(endMs),
    duration: timeOf(endMs - startMs),
    status: error === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: error },
    attributes: Object.fromEntries(
      Object.entries(error === null ? attributes : { ...attributes, 'error.type': error }).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, typeof value === 'object' ? [...value] : value]],
      ),
    ),
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: SCOPE, version: service.version },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  });
  return (spans) =>
    new Promise((resolve, reject) => {
      exporter.export(spans.map(readable), ({ error, code }) => {
        if (code === 0) resolve();
        else reject(error ?? new Error('the collector took nothing'));
      });
    });
}

/** As the specification says: the path of a signal is added to the base URL. */
export function tracesUrl(endpoint: string): string {
  return `${endpoint.replace(/\/+$/, '')}/v1/traces`;
}

/** Seconds and nanoseconds. */
function timeOf(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.floor((ms - seconds * 1_000) * 1e6)];
}
