/** The fan-out in the traces of the looks whose changes it tells. */
import type { OpenSpan, Tracer } from '../telemetry/traces/tracer.ts';

export class FanOutTraces {
  readonly #tracer: Tracer;
  /** Contexts of the looks whose changes were announced and not fanned out yet. */
  #announced = new Set<string>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  announced(traces: Readonly<Record<string, string>> = {}): void {
    if (this.#tracer.isOn) for (const context of Object.values(traces)) this.#announced.add(context);
  }

  /** A fan-out begins. Call the result when it has ended; only the first call counts. The next one after an error is
   * a further span. */
  begin(): (error: string | null, notifications: number) => void {
    const contexts = this.#announced;
    this.#announced = new Set();
    const since = this.#tracer.moment();
    const spans = [...contexts].map((context): OpenSpan => this.#tracer.begin({ name: 'fan out', since }, context));
    let isRunning = true;
    return (error, notifications) => {
      if (!isRunning) return;
      isRunning = false;
      for (const span of spans) span.end({ 'pickmyclass.notifications': notifications }, error);
      if (error !== null) for (const context of contexts) this.#announced.add(context);
    };
  }
}
