/** A store with watched sections of several courses, and looks at them. */
import type { Store } from '../../../src/store/store.ts';
import type { SectionCommit, SectionRequest } from '../../../src/store/sections.ts';
import { BATCH, commitOf, numberOf } from '../looks.ts';
import { LEASE_MS } from '../setting.ts';
import { addWatches } from '../watched-store.ts';

/** A scheduler asks for this many requests in one claim when its budget is ample. */
const REQUESTS_PER_CLAIM = 50;
const OWNER = 'bench';
const FULL = 150;

export class CampusStore {
  readonly store: Store;
  readonly keys: readonly string[];
  readonly #requests: SectionRequest[];
  #looks = 0;

  /** `store` is open. */
  constructor(store: Store, sections: number) {
    this.store = store;
    const looks = Array.from({ length: sections }, (_, index) => commitOf(index, null, FULL, Date.now()));
    this.keys = looks.map(({ section }) => section);
    const courses = new Map(
      looks.map(({ state }) => {
        const { term, subject, catalogNumber } = state!;
        return [`${subject} ${catalogNumber}`, { term, course: { subject, catalogNumber } }];
      }),
    );
    this.#requests = [...courses.values()];
  }

  /** Puts the sections into the store, full, with `watchers` watches each. */
  async fill(watchers: number): Promise<void> {
    await this.commit(this.keys.map((_, index) => commitOf(index, null, FULL, Date.now())));
    await addWatches(this.store, { sections: this.keys, watchers, kinds: ['opened'], dueInMs: 0 });
  }

  get requests(): number {
    return this.#requests.length;
  }

  /** Claims all sections by course. */
  async lease(): Promise<void> {
    const { sections } = this.store;
    let claimed = 0;
    for (let start = 0; start < this.#requests.length; start += REQUESTS_PER_CLAIM) {
      const requests = this.#requests.slice(start, start + REQUESTS_PER_CLAIM);
      claimed += (await sections.claim('asu', { requests }, OWNER, LEASE_MS)).length;
    }
    if (claimed !== this.keys.length) throw new Error(`${claimed} of ${this.keys.length} were claimed`);
  }

  /** Claims all sections. Returns looks: `openings` of them find a seat, all others another number. */
  async claim(openings = 0): Promise<SectionCommit[]> {
    await this.lease();
    this.#looks += 1;
    const taken = FULL + 1 + (this.#looks % 2);
    const known = await this.store.sections.known([...this.keys]);
    return known.map(({ classNumber, state }, nth) =>
      commitOf(numberOf(classNumber), state, nth < openings ? FULL - 1 : taken, Date.now()),
    );
  }

  async commit(looks: readonly SectionCommit[]): Promise<void> {
    for (let start = 0; start < looks.length; start += BATCH) {
      const { lost } = await this.store.sections.commit(OWNER, looks.slice(start, start + BATCH));
      if (lost.length > 0) throw new Error(`${lost.length} sections were lost`);
    }
  }

  release(): Promise<void> {
    return this.store.sections.releaseAll(OWNER);
  }
}
