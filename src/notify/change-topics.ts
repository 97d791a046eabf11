/** Publishes changes, each once and in the order of their cursors. */
import { changeTopic } from '../bus/topics.ts';
import type { Change } from '../domain/change.ts';
import type { ChangeStore } from '../store/changes.ts';
import type { TracesOf } from './traces-of.ts';
import type { SectionTopics } from './section-topics.ts';

export interface ChangeTopicsOptions {
  readonly changes: Pick<ChangeStore, 'unpublished' | 'markPublished'>;
  /** The state that a change led to is published before the change. */
  readonly sections: Pick<SectionTopics, 'updateFor'>;
  /** `trace`: the context of the look that found it. */
  readonly publish: (topic: string, change: Change, trace: string | undefined) => Promise<void>;
  readonly tracesOf: TracesOf;
}

const BATCH = 500;

export class ChangeTopics {
  readonly #options: ChangeTopicsOptions;
  /** Ids of changes that are published and not yet marked so in the store. */
  readonly #unmarked = new Set<string>();

  constructor(options: ChangeTopicsOptions) {
    this.#options = options;
  }

  /** Reads the changes from the store: announcements may be lost, or overtake one another. */
  async update(): Promise<void> {
    const { changes, sections, publish, tracesOf } = this.#options;
    for (let more = true; more;) {
      const batch = (await changes.unpublished(BATCH)).map(({ change }) => change);
      await sections.updateFor(batch);
      const traces = await tracesOf(batch.map(({ id }) => id));
      for (const change of batch) {
        if (this.#unmarked.has(change.id)) continue;
        await publish(changeTopic(change), change, traces[change.id]);
        this.#unmarked.add(change.id);
      }
      if (batch.length > 0) await changes.markPublished(batch.map(({ id }) => id));
      this.#unmarked.clear();
      more = batch.length === BATCH;
    }
  }
}
