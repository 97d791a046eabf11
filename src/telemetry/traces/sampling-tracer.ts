/** A tracer that hands the spans of the traces that are kept to an exporter. */
import type { Clock } from '../../runtime/index.ts';
import type { Attributes, Begun, Moment, Span } from './span.ts';
import { finish, momentOf, newContext, partsOf, sampled } from './span.ts';
import { TailSampling } from './tail-sampling.ts';
import type { OpenSpan, Tracer } from './tracer.ts';
import { noTracer } from './tracer.ts';

/** Sends spans away. Neither waits nor throws. */
export interface SpanExport {
  /** Sends spans soon. */
  add(spans: readonly Span[]): void;
  /** Counts spans that are not sent. */
  dropped(spans: number): void;
  /** Sends what is left, for a limited time. Never rejects. */
  close(): Promise<void>;
}

export class SamplingTracer implements Tracer {
  readonly isOn = true;
  readonly #clock: Clock;
  readonly #export: SpanExport;
  readonly #sampling: TailSampling;

  constructor(exporter: SpanExport, clock: Clock) {
    this.#clock = clock;
    this.#export = exporter;
    this.#sampling = new TailSampling({
      keep: (spans) => exporter.add(spans),
      drop: (spans) => exporter.dropped(spans),
      monotonic: () => clock.monotonic(),
    });
  }

  moment(): Moment {
    return momentOf(this.#clock);
  }

  root(begun: Begun): OpenSpan {
    const context = newContext();
    this.#sampling.begun(partsOf(context)!.trace);
    return this.#open(begun, context, null);
  }

  begin(begun: Begun, parent: string | undefined): OpenSpan {
    if (parent === undefined || partsOf(parent) === undefined) return noTracer.begin(begun, parent);
    return this.#open(begun, newContext(parent), parent);
  }

  take(spans: readonly Span[]): void {
    for (const span of spans) this.#sampling.add(span);
  }

  keep(context: string): string {
    const trace = partsOf(context)?.trace;
    if (trace === undefined) return context;
    this.#sampling.keep(trace);
    return sampled(context);
  }

  close(): Promise<void> {
    return this.#export.close();
  }

  #open(begun: Begun, context: string, parent: string | null): OpenSpan {
    let isOpen = true;
    return {
      context,
      end: (attributes: Attributes = {}, error: string | null = null) => {
        if (!isOpen) return;
        isOpen = false;
        const told = { ...begun, attributes: { ...begun.attributes, ...attributes } };
        this.#sampling.add({ ...finish(told, context, this.#clock, error), context, parent });
      },
    };
  }
}
