/** Keeps the discovery messages for Home Assistant equal to what is watched. Used by the publisher. */
import { sectionTopic } from '../bus/topics.ts';
import type { SectionState } from '../domain/section.ts';
import type { Clock } from '../runtime/index.ts';
import type { SectionStore } from '../store/sections.ts';
import { discoveryMessages, discoveryTopics, EXPIRE_SECONDS } from './home-assistant.ts';

export interface HomeAssistantDeps {
  readonly sections: Pick<SectionStore, 'page' | 'watchers'>;
  readonly publish: (topic: string, body: object) => Promise<void>;
  readonly clear: (topic: string) => Promise<void>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

const BATCH = 500;
/**
 * A state is published when it changes, which may take days. For Home Assistant it is published again before it
 * expires, even if a sweep is late.
 */
const REFRESH_MS = (EXPIRE_SECONDS * 1_000) / 3;

export class HomeAssistantTopics {
  readonly #deps: HomeAssistantDeps;
  /** By section: what was announced, as JSON, and when its state was published last. */
  readonly #announced = new Map<string, { as: string; refreshedAt: number }>();
  /** Messages of an earlier process were cleared. */
  #cleared = false;

  constructor(deps: HomeAssistantDeps) {
    this.#deps = deps;
  }

  /** The broker may have lost everything. */
  forget(): void {
    this.#announced.clear();
    this.#cleared = false;
  }

  /** Announces sections that are watched, and clears those that no longer are, or are gone. */
  async sweep(): Promise<void> {
    const { sections } = this.#deps;
    const there = new Set<string>();
    for (let after: string | null = null, more = true; more;) {
      const states: SectionState[] = await sections.page(after, BATCH);
      const keys = states.map(({ section }) => section);
      const watched = new Set(
        (await sections.watchers(keys)).flatMap(({ section, watchers }) => (watchers > 0 ? [section] : [])),
      );
      for (const state of states) {
        if (!watched.has(state.section)) {
          if (!this.#cleared) await this.#clear(state.section);
          continue;
        }
        there.add(state.section);
        await this.#announce(state);
      }
      after = keys.at(-1) ?? null;
      more = states.length === BATCH;
    }
    for (const section of this.#announced.keys()) if (!there.has(section)) await this.#clear(section);
    this.#cleared = true;
  }

  async #announce(state: SectionState): Promise<void> {
    const { publish, clock } = this.#deps;
    const { section } = state;
    const now = clock.monotonic();
    const messages = discoveryMessages(state);
    const as = JSON.stringify(messages);
    const before = this.#announced.get(section);
    const refresh = before === undefined || now - before.refreshedAt >= REFRESH_MS;
    if (before?.as !== as) for (const { topic, body } of messages) await publish(topic, body);
    if (refresh && before !== undefined) await publish(sectionTopic(section), state);
    this.#announced.set(section, { as, refreshedAt: refresh ? now : before.refreshedAt });
  }

  async #clear(section: string): Promise<void> {
    for (const topic of Object.values(discoveryTopics(section))) await this.#deps.clear(topic);
    this.#announced.delete(section);
  }
}
