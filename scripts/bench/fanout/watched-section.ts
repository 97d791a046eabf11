/** A store with one section that many students watch, and a seat in it that opens and closes. */
import { wishOf } from '../../../src/domain/watch.ts';
import type { Announcement } from '../../../src/domain/announcement.ts';
import type { SectionState } from '../../../src/domain/section.ts';
import type { Store } from '../../../src/store/store.ts';
import { commitOf, keyAt } from '../looks.ts';
import { LEASE_MS } from '../setting.ts';

const SEATS = 150;

export class WatchedSection {
  readonly key = keyAt(0);
  readonly #store: Store;
  #state: SectionState | null = null;

  /** The store is open and empty. */
  constructor(store: Store) {
    this.#store = store;
  }

  async addWatches(count: number): Promise<void> {
    const { accounts, watches } = this.#store;
    for (let student = 0; student < count; student += 1) {
      await accounts.addSignIn(`token ${student}`, `student-${student}@example.edu`, LEASE_MS);
      const user = await accounts.signIn(`token ${student}`, `session ${student}`, LEASE_MS);
      await watches.add(user!.id, wishOf(this.key), true, 1, 0);
    }
  }

  /** Commits a look that finds no seat and one that finds one. Returns what is announced of both. */
  async opens(): Promise<Announcement> {
    const full = await this.#look(SEATS);
    // Else the store would tell both together.
    await this.#store.notifications.fanOut(0);
    const open = await this.#look(SEATS - 1);
    return { ...open, changes: [...full.changes, ...open.changes] };
  }

  async #look(taken: number): Promise<Announcement> {
    const { sections } = this.#store;
    const commit = commitOf(0, this.#state, taken, Date.now());
    if (this.#state !== null) await sections.claim('asu', { sections: [this.key] }, 'bench', LEASE_MS);
    const { changes, lost } = await sections.commit('bench', [commit]);
    if (lost.length > 0) throw new Error('the section was lost');
    this.#state = commit.state;
    const { section, checkedAt } = commit.state!;
    return {
      type: 'announced',
      checked: [{ section, checkedAt, nextCheckAt: null }],
      states: [commit.state!],
      changes,
    };
  }
}
