/** What was true of each section at which time, from the campus itself and not from its answers. */
import type { Campus } from '../campus/campus.ts';
import { keyOf, statusOfSection } from '../campus/section.ts';
import type { CampusSection, SectionFacts } from '../campus/section.ts';

/** The facts from `at` (epoch ms) until the next moment. */
export interface Moment {
  at: number;
  facts: SectionFacts;
}

export class Truth {
  readonly #moments = new Map<string, Moment[]>();

  constructor(campus: Pick<Campus, 'sections' | 'onChange'>, now: () => number) {
    for (const section of campus.sections) this.#note(section, -Infinity);
    campus.onChange((section) => this.#note(section, now()));
  }

  /** Everything that was true of a section between `from` and `to`, oldest first. */
  between(section: string, from: number, to: number): SectionFacts[] {
    const moments = this.#moments.get(section) ?? [];
    return moments
      .filter(({ at }, index) => at <= to && (moments[index + 1]?.at ?? Infinity) >= from)
      .map(({ facts }) => facts);
  }

  /** The times when a section became `open` for at least `ms`, after at least `ms` in which it was not. */
  lastingOpenings(section: string, ms: number, until: number): number[] {
    const isOpen = (facts: SectionFacts): boolean => statusOfSection(facts) === 'open';
    return (this.#moments.get(section) ?? [])
      .map(({ at }) => at)
      .filter(
        (at) =>
          at !== -Infinity &&
          at + ms <= until &&
          this.between(section, at + 1, at + ms).every(isOpen) &&
          !this.between(section, at - ms, at - 1).some(isOpen),
      );
  }

  #note(section: CampusSection, at: number): void {
    const key = keyOf(section);
    const { capacity, enrolled, reserved, waitlist, instructors, meetings, listing } = section;
    this.#moments.set(key, [
      ...(this.#moments.get(key) ?? []),
      { at, facts: { capacity, enrolled, reserved, waitlist, instructors, meetings, listing } },
    ]);
  }
}
