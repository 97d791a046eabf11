/** The retained topics of the sections, kept as the store has them. The publisher's. */
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
/** A sweep goes on where the last one ended: of many sections it takes a part. */
const BATCHES_PER_SWEEP = 4;

/**
 * Announcements are hints: they may be lost, come late, or speak of a commit that lost. What is published is read from
 * the store, so that an older state never comes after a newer one.
 */
export class SectionTopics {
  readonly #deps: SectionTopicsDeps;
  /** What was published last, by section. */
  readonly #told = new Map<string, { version: number; unknown: boolean }>();
  /** The section that the next sweep goes on after; null: from the start. */
  #after: string | null = null;

  constructor(deps: SectionTopicsDeps) {
    this.#deps = deps;
  }

  /** Publishes what differs of these sections. */
  async update(sections: readonly string[]): Promise<void> {
    const unique = [...new Set(sections)];
    for (let at = 0; at < unique.length; at += BATCH)
      await this.#publish(await this.#deps.sections.states(unique.slice(at, at + BATCH)));
  }

  /** Publishes the states that the changes led to, or later ones, unless they are out already. */
  async updateFor(changes: readonly Change[]): Promise<void> {
    const behind = changes.filter(({ section, version }) => (this.#told.get(section)?.version ?? 0) < version);
    await this.update(behind.map(({ section }) => section));
  }

  /** Publishes every state, whatever was published before: the broker may have nothing of it. */
  async publishAll(): Promise<void> {
    this.#told.clear();
    this.#after = null;
    do await this.#nextBatch();
    while (this.#after !== null);
  }

  /** Publishes what differs, and clears what the store no longer has, for the next part of all sections. */
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
    for (const section of this.#told.keys()) {
      if (section <= after || (last !== null && section > last) || there.has(section)) continue;
      await this.#deps.clear(sectionTopic(section));
      this.#told.delete(section);
    }
    this.#after = last;
  }

  async #publish(states: readonly SectionState[]): Promise<void> {
    for (const state of states) {
      const told = this.#told.get(state.section);
      const { version } = state;
      const unknown = state.status === 'unknown';
      // Within a version a section turns to unknown and back; otherwise only the instant of the last look differs.
      if (told?.version === version && told.unknown === unknown) continue;
      await this.#deps.publish(sectionTopic(state.section), state);
      this.#told.set(state.section, { version, unknown });
    }
  }
}
