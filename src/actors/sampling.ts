/**
 * Takes a sample of this node's figures every 10 s and keeps it in the series of the store. Address `sampling`.
 */
import type { Sample } from '../domain/series.ts';
import { RANGES } from '../domain/series.ts';
import { type DowntimeStore, noteDowntime } from '../nodes/downtime.ts';
import type { Unplaced } from '../nodes/place.ts';
import { SeriesBook } from '../nodes/series-book.ts';
import type { ActorContext, Behavior } from '../runtime/index.ts';
import { isForLater } from '../runtime/index.ts';
import type { SeriesStore } from '../store/series.ts';

type Internal =
  { type: 'sample' } | { type: 'sampled'; sample: Sample; at: number } | { type: 'unsampled'; reason: unknown };

/** The parts of the node that this actor uses. */
export interface SamplingNode {
  readonly id: string;
  readonly store: DowntimeStore & { readonly series: Pick<SeriesStore, 'write' | 'rows'> };
}

export interface SamplingOwn {
  readonly sample: () => Promise<Sample>;
}

const STEP_MS = RANGES['1h'].step * 1_000;

export function samplingSpec(node: SamplingNode, own: SamplingOwn): Unplaced<Internal> {
  const run: Run = { downtimeNoted: false };
  return { type: 'actor', start: (context) => new Sampling(context, node, { ...own, run }) };
}

/** Outlives the lives of the actor: only a process that starts can find that none ran. */
interface Run {
  downtimeNoted: boolean;
}

class Sampling implements Behavior<Internal> {
  readonly #context: ActorContext<Internal>;
  readonly #store: DowntimeStore;
  readonly #own: SamplingOwn & { run: Run };
  readonly #startedMs: number;
  readonly #book: SeriesBook;

  constructor(context: ActorContext<Internal>, { id, store }: SamplingNode, own: SamplingOwn & { run: Run }) {
    this.#context = context;
    this.#startedMs = context.clock.now();
    this.#store = store;
    this.#own = own;
    this.#book = new SeriesBook(store.series, id);
    this.#scheduleNext();
  }

  async receive(message: Internal): Promise<void> {
    switch (message.type) {
      case 'sample': {
        this.#scheduleNext();
        const at = this.#context.clock.now();
        return this.#context.pipeToSelf(
          this.#own.sample(),
          (sample) => ({ type: 'sampled', sample, at }),
          (reason) => ({ type: 'unsampled', reason }),
        );
      }
      case 'sampled':
        return this.#keep(message);
      case 'unsampled':
        return this.#context.log.warn({ err: message.reason }, 'figures could not be read');
      default:
        return message satisfies never;
    }
  }

  /** In the middle of the next step, so that a timer that is late or early neither skips a step nor meets one twice. */
  #scheduleNext(): void {
    const inMs = STEP_MS - (this.#context.clock.now() % STEP_MS) + STEP_MS / 2;
    this.#context.schedule('sample', inMs, { type: 'sample' });
  }

  async #keep({ sample, at }: Internal & { type: 'sampled' }): Promise<void> {
    const { run } = this.#own;
    try {
      if (!run.downtimeNoted) await noteDowntime(this.#store, this.#startedMs);
      run.downtimeNoted = true;
      await this.#book.add(sample, at);
    } catch (error) {
      if (!isForLater(error)) throw error;
      this.#context.log.debug({ err: error }, 'figures are written later');
    }
  }
}
