import type { Campus } from '../campus/campus.ts';
import type { Random } from '../campus/random.ts';
import type { CampusSection } from '../campus/section.ts';

/** Does what real registrars do: takes a class out of the schedule, and moves another one to a new course number. */
export class Registrar {
  readonly #campus: Campus;
  readonly #watched: readonly Readonly<CampusSection>[];
  readonly #random: Random;
  readonly #removed: string[] = [];
  #moves = 0;

  constructor(campus: Campus, watched: readonly Readonly<CampusSection>[], random: Random) {
    this.#campus = campus;
    this.#watched = watched;
    this.#random = random;
  }

  actOnce(): void {
    const { classNumber } = this.#random.pick([...this.#watched]);
    this.#campus.setSeats(classNumber, { listing: 'vanished' });
    this.#removed.push(classNumber);
    const moved = this.#random.pick([...this.#watched]);
    this.#campus.setSeats(moved.classNumber, { catalogNumber: String(900 + this.#moves++) });
  }

  /** Puts the removed classes back. */
  restore(): void {
    for (const classNumber of this.#removed) this.#campus.setSeats(classNumber, { listing: 'active' });
  }
}
