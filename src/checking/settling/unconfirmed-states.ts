/**
 * The states of writes that the store did not confirm. It may have written them, and nobody was told. The look that is
 * made again finds nothing new then, so they are announced after the next write that the store confirms.
 */
import type { SectionState } from '../../domain/section.ts';
import type { SectionStore } from '../../store/sections.ts';
import type { Settlement } from './settle.ts';

export class UnconfirmedStates {
  readonly #sections = new Set<string>();

  /** Adds what a batch was going to announce. */
  add(batch: readonly { settlement: Pick<Settlement, 'published'> }[]): void {
    for (const { settlement } of batch) for (const { section } of settlement.published) this.#sections.add(section);
  }

  /** Returns the public states of these sections, each section once. Rejects if the store cannot be read. */
  async take(sections: Pick<SectionStore, 'states'>): Promise<SectionState[]> {
    if (this.#sections.size === 0) return [];
    const states = await sections.states([...this.#sections]);
    this.#sections.clear();
    return states;
  }
}
