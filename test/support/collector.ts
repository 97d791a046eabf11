/** A collector of traces: a real HTTP server that takes OTLP as JSON. */
import type { Test } from 'tap';
import type { Receiver } from './receiver.ts';
import { receiver } from './receiver.ts';

export interface CollectedSpan {
  trace: string;
  id: string;
  /** null: the root. */
  parent: string | null;
  name: string;
  kind: number;
  startMs: number;
  endMs: number;
  attributes: Record<string, unknown>;
  /** The status message of an error. */
  error: string | null;
  /** Of the program that sent it. */
  resource: Record<string, unknown>;
}

export interface Collector {
  server: Receiver;
  spans: () => CollectedSpan[];
  /** All that was sent, as text. */
  text: () => string;
}

/** As the protocol defines them: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. */
interface Keyed {
  key: string;
  value: { stringValue?: string; intValue?: number; doubleValue?: number; boolValue?: boolean; arrayValue?: Values };
}
interface Values {
  values: Keyed['value'][];
}
interface Export {
  resourceSpans: {
    resource: { attributes: Keyed[] };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        name: string;
        kind: number;
        startTimeUnixNano: string;
        endTimeUnixNano: string;
        attributes: Keyed[];
        status: { code: number; message?: string };
      }[];
    }[];
  }[];
}

export async function collector(t: Test): Promise<Collector> {
  const server = await receiver(t);
  server.status(200);
  const exports = (): Export[] => server.received.map(({ body }) => JSON.parse(body.toString()) as Export);
  return {
    server,
    text: () => server.received.map(({ body }) => body.toString()).join('\n'),
    spans: () => exports().flatMap(({ resourceSpans }) => resourceSpans.flatMap(spansOf)),
  };
}

function spansOf({ resource, scopeSpans }: Export['resourceSpans'][number]): CollectedSpan[] {
  return scopeSpans.flatMap(({ spans }) =>
    spans.map((span) => ({
      trace: span.traceId,
      id: span.spanId,
      parent: span.parentSpanId ?? null,
      name: span.name,
      kind: span.kind,
      startMs: Number(span.startTimeUnixNano) / 1e6,
      endMs: Number(span.endTimeUnixNano) / 1e6,
      attributes: valuesOf(span.attributes),
      error: span.status.code === 2 ? (span.status.message ?? '') : null,
      resource: valuesOf(resource.attributes),
    })),
  );
}

function valuesOf(attributes: readonly Keyed[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf({ stringValue, intValue, doubleValue, boolValue, arrayValue }: Keyed['value']): unknown {
  return stringValue ?? intValue ?? doubleValue ?? boolValue ?? arrayValue?.values.map(valueOf);
}

/** The names of the spans below `parent`, each with those below it, in order of their start. */
export function treeOf(spans: readonly CollectedSpan[], parent: string | null = null): string[] {
  return spans
    .filter((span) => span.parent === parent)
    .toSorted((a, b) => a.startMs - b.startMs)
    .flatMap(({ id, name }) => [name, ...treeOf(spans, id).map((below) => `${name} > ${below}`)]);
}
