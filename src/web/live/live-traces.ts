/** The frames of live pages in the traces of the looks whose changes they tell. */
import type { Announcement } from '../../domain/announcement.ts';
import type { Change } from '../../domain/change.ts';
import type { OpenSpan, Tracer } from '../../telemetry/traces/tracer.ts';

/** Changes that wait to be told. Far more than one announcement has. Without its trace, a change is told as well. */
const WAITING_MAX = 1_000;

export class LiveTraces {
  readonly #tracer: Tracer;
  /** Contexts by change id. */
  readonly #announced = new Map<string, string>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  /** `isShown`: whether a page shows the section, so that the change will be told. */
  announced(
    { changes, traces }: Pick<Announcement, 'changes' | 'traces'>,
    isShown: (section: string) => boolean,
  ): void {
    if (traces === undefined || !this.#tracer.isOn) return;
    if (this.#announced.size > WAITING_MAX) this.#announced.clear();
    for (const { change } of changes) {
      const context = traces[change.id];
      if (context !== undefined && isShown(change.section)) this.#announced.set(change.id, context);
    }
  }

  /** The change is sent to pages. undefined: its look is not traced. */
  begin({ id, section }: Change): OpenSpan | undefined {
    const context = this.#announced.get(id);
    if (context === undefined) return undefined;
    this.#announced.delete(id);
    const attributes = { 'network.protocol.name': 'websocket', 'pickmyclass.section': section };
    const since = this.#tracer.moment();
    return this.#tracer.begin({ name: 'send frames', kind: 'producer', since, attributes }, context);
  }
}
