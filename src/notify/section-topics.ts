/** Keeps the retained topics of the sections equal to the store. Used by the publisher. */
import { sectionTopic } from '../bus/topics.ts';
import type { Change } from '../domain/change.ts';
import type { SectionState } from '../domain/section.ts';
import type { SectionStore } from '../store/sections.ts';

export interface SectionTopicsDeps {
  readonly sections: Pick<SectionStore, 'page' | 'states'>;
  readonly publish: (topic: string, state: SectionState) => Promise<void>;
  readonly clear: (topic: string) => Promise<void>;
}

const BATCH = 500;
/** A sweep takes at most this part of all sections. The next one continues where it ended. */
const BATCHES_PER_SWEEP = 4;

/**
 * Announcements are hints: they may be lost, come late, or tell of a commit that lost. States are therefore read from
 * the store before they are published, and an older state never follows a newer one.
 */
export class SectionTopics {
  readonly #deps: SectionTopicsDeps;
  /** What was published last, by section. */
  readonly #published = new Map<string, { version: number; unknown: boolean }>();
  /** The next sweep continues after this section; null: it starts from the first. */
  #after: string | null = null;

  constructor(deps: SectionTopicsDeps) {
    this.#deps = deps;
  }

  /** Publishes those of these sections whose state has changed since it was published. */
  async update(sections: readonly string[]): Promise<void> {
    const unique = [...new Set(sections)];
    for (let at = 0; at < unique.length; at += BATCH)
      await this.#publish(await this.#deps.sections.states(unique.slice(at, at + BATCH)));
  }

  /** Publishes the current states of changed sections, unless they are published already. */
  async updateFor(changes: readonly Change[]): Promise<void> {
    const behind = changes.filter(({ section, version }) => (this.#published.get(section)?.version ?? 0) < version);
    await this.update(behind.map(({ section }) => section));
  }

  /** Publishes every state, because the broker may have lost all of them. */
  async publishAll(): Promise<void> {
    this.#published.clear();
    this.#after = null;
    do await this.#nextBatch();
    while (this.#after !== null);
  }

  /** For the next part of all sections: publishes changed states and clears the topics of deleted sections. */
  async sweep(): Promise<void> {
    for (let batches = 0; batches < BATCHES_PER_SWEEP; batches += 1) {
      await this.#nextBatch();
      if (this.#after === null) return;
    }
  }

  async #nextBatch(): Promise<void> {
    const after = this.#after ?? '';
    const states = await this.#deps.sections.page(this.#after, BATCH);
    const last = states.length === BATCH ? states.at(-1)!.section : null;
    await this.#publish(states);
    const there = new Set(states.map(({ section }) => section));
    for (const section of this.#published.keys()) {
      if (section <= after || (last !== null && section > last) || there.has(section)) continue;
      await this.#deps.clear(sectionTopic(section));
      this.#published.delete(section);
    }
    this.#after = last;
  }

  async #publish(states: readonly SectionState[]): Promise<void> {
    for (const state of states) {
      const last = this.#published.get(state.section);
      const { version } = state;
      const unknown = state.status === 'unknown';
      // Within a version, a section may become unknown and known again. Otherwise only the time of the last look
      // differs.
      if (last?.version === version && last.unknown === unknown) continue;
      await this.#deps.publish(sectionTopic(state.section), state);
      this.#published.set(state.section, { version, unknown });
    }
  }
}
