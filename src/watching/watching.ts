/** The main use case: a student starts, changes and ends a watch on a section. */
import type { ChangeKind } from '../domain/change.ts';
import { formatSectionKey } from '../domain/section.ts';
import type { SectionKey } from '../domain/section.ts';
import { DEFAULT_KINDS, wishOf } from '../domain/watch.ts';
import type { Watch } from '../domain/watch.ts';
import { institutionsError } from '../institutions/errors.ts';
import type { Institution } from '../institutions/institution.ts';
import type { Clock, CodedError } from '../runtime/index.ts';
import type { Store } from '../store/store.ts';
import type { WatchPatch } from '../store/watches.ts';
import { watchingError } from './errors.ts';

export interface WatchingOptions {
  store: Pick<Store, 'watches' | 'sections' | 'terms'>;
  institutions: readonly Institution[];
  /** Maximum number of watches per student. */
  limit: number;
  /** Milliseconds between two checks of a section. */
  intervalMs: number;
  /** Looks once at a section that has never been seen, while the student waits. */
  firstLook: (key: SectionKey, userId: string) => Promise<{ outcome: 'seen' | 'not-found' | 'unseen' | 'pending' }>;
  /** Called after a watch has started: its section may be due now. */
  onStarted: (institution: string) => void;
  /** Called after a watch has changed: a resumed one may be due now. */
  onChanged: () => void;
  clock: Pick<Clock, 'now'>;
}

/** Maximum length of an id in an error message. */
const QUOTED = 100;

export class Watching {
  readonly #options: WatchingOptions;

  constructor(options: WatchingOptions) {
    this.#options = options;
  }

  list(userId: string): Promise<Watch[]> {
    return this.#options.store.watches.list(userId);
  }

  /**
   * Starts a watch. If the section has been seen before, the source is not asked. Otherwise the section is looked at
   * once; if the source is not available, the watch starts unverified.
   *
   * Rejects with PMC_TERM_OVER, PMC_WATCH_DUPLICATE, PMC_WATCH_LIMIT or PMC_SECTION_NOT_FOUND.
   */
  async start(userId: string, key: SectionKey, kinds: ChangeKind[] = [...DEFAULT_KINDS]): Promise<Watch> {
    const { store, limit, onStarted } = this.#options;
    const section = formatSectionKey(key);
    await this.#refuseOverTerm(key);
    // Checked before the look, because a look costs the source a request. The store checks again when it adds the
    // watch.
    const watches = await store.watches.list(userId);
    if (watches.some((watch) => watch.section === section)) throw this.#refusal('duplicate', section);
    if (watches.length >= limit) throw this.#refusal('limit', section);

    const { verified, dueInMs } = await this.#firstLook(key, userId);
    const added = await store.watches.add(userId, wishOf(section, { kinds }), verified, limit, dueInMs);
    if (added.outcome !== 'added') throw this.#refusal(added.outcome, section);
    onStarted(key.institution);
    return added.watch;
  }

  /** Changes, pauses or resumes a watch. Rejects with PMC_WATCH_NOT_FOUND. */
  async change(userId: string, watchId: string, patch: WatchPatch): Promise<Watch> {
    const watch = await this.#options.store.watches.update(userId, watchId, patch);
    if (watch === 'duplicate') throw this.#refusal('duplicate', 'this');
    if (watch === undefined) throw notFound(watchId);
    this.#options.onChanged();
    return watch;
  }

  /** Ends a watch. Rejects with PMC_WATCH_NOT_FOUND. */
  async end(userId: string, watchId: string): Promise<void> {
    if (!(await this.#options.store.watches.remove(userId, watchId))) throw notFound(watchId);
  }

  /** Returns the section of any student's watch, for links in mails. Returns undefined if the watch has ended. */
  async sectionOf(watchId: string): Promise<string | undefined> {
    return (await this.#options.store.watches.find(watchId))?.watch.covers[0];
  }

  /** Ends one watch, or all watches of its owner. Does nothing if the watch has already ended. */
  async endForOwner(watchId: string, which: 'this' | 'all'): Promise<void> {
    const { watches } = this.#options.store;
    const found = await watches.find(watchId);
    if (found === undefined) return;
    if (which === 'all') await watches.removeAll(found.userId);
    else await watches.remove(found.userId, watchId);
  }

  /** Throws PMC_TERM_OVER if the term is over: by the calendar, or because the source no longer lists it. */
  async #refuseOverTerm(key: SectionKey): Promise<void> {
    const { institutions, store, clock } = this.#options;
    const term = institutions.find(({ id }) => id === key.institution)?.termOf(key.term, clock.now());
    const over = term?.over === true || (await store.terms.over(key.institution)).includes(key.term);
    if (over)
      throw watchingError('PMC_TERM_OVER', { term: term?.name ?? `Term ${key.term}`, section: formatSectionKey(key) });
  }

  /** Returns whether the section is known to exist, and in how many milliseconds to check it next. */
  async #firstLook(key: SectionKey, userId: string): Promise<{ verified: boolean; dueInMs: number }> {
    const { store, firstLook, intervalMs, clock } = this.#options;
    const section = formatSectionKey(key);
    const state = await store.sections.state(section);
    if (state !== undefined) {
      const leftMs = Date.parse(state.checkedAt) + intervalMs - clock.now();
      return { verified: true, dueInMs: Math.min(intervalMs, Math.max(0, leftMs)) };
    }
    const { outcome } = await firstLook(key, userId);
    if (outcome === 'not-found') throw institutionsError('PMC_SECTION_NOT_FOUND', { section });
    return outcome === 'seen' ? { verified: true, dueInMs: intervalMs } : { verified: false, dueInMs: 0 };
  }

  #refusal(outcome: 'duplicate' | 'limit', section: string): CodedError {
    return outcome === 'duplicate'
      ? watchingError('PMC_WATCH_DUPLICATE', { section })
      : watchingError('PMC_WATCH_LIMIT', { limit: this.#options.limit });
  }
}

function notFound(watchId: string): CodedError {
  return watchingError('PMC_WATCH_NOT_FOUND', { id: watchId.slice(0, QUOTED) });
}
