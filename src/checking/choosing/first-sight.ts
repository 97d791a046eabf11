/**
 * First sight: numbers that no look has shown yet. Nobody knows their course, so they are asked for one by one. As soon
 * as one is seen, its subject is asked for once if its answer probably shows enough of the others. Pure.
 */

interface Term {
  /** Numbers not seen yet. */
  unseen: Set<string>;
  /** Numbers that a look by number showed, by subject or course that was not asked for since. */
  found: Map<string, number>;
}

export class FirstSight {
  readonly #prior: number;
  readonly #terms = new Map<string, Term>();

  /** `prior`: see SUBJECT_PRIOR. */
  constructor(prior: number) {
    this.#prior = prior;
  }

  unseen(term: string, section: string): void {
    this.#of(term).unseen.add(section);
  }

  /** The section was seen, or is no longer watched. */
  gone(section: string): void {
    for (const { unseen } of this.#terms.values()) unseen.delete(section);
  }

  /**
   * A look by number showed a section of `place` (a subject or course). Returns whether a look at the whole place pays:
   * whether its answer, of `pages` requests, is expected to show at least as many unseen numbers.
   */
  found(term: string, place: string, pages: number): boolean {
    const { unseen, found } = this.#of(term);
    const here = (found.get(place) ?? 0) + 1;
    found.set(place, here);
    const all = [...found.values()].reduce((sum, each) => sum + each, 0);
    return unseen.size * (here / (all + this.#prior)) >= pages;
  }

  /** The place was asked for: what it has of the unseen numbers is known now. */
  asked(term: string, place: string): void {
    this.#terms.get(term)?.found.delete(place);
  }

  #of(term: string): Term {
    const known = this.#terms.get(term) ?? { unseen: new Set<string>(), found: new Map<string, number>() };
    this.#terms.set(term, known);
    return known;
  }
}
