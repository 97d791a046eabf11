/** The main use case: a student starts, changes and ends a watch on a section, or on any section of a course. */
import type { NewWatch, Watch } from '../domain/watch.ts';
import { aboutOf } from '../domain/watch.ts';
import type { CodedError } from '../runtime/index.ts';
import type { WatchPatch } from '../store/watches.ts';
import { watchingError } from './errors.ts';
import type { FirstLooksOptions } from './first-looks.ts';
import { FirstLooks } from './first-looks.ts';
import type { SeenWatch } from './seen-watch.ts';
import { seenWatches } from './seen-watch.ts';

export interface WatchingOptions extends FirstLooksOptions {
  /** Maximum number of watches per student. */
  limit: number;
  /** Called after a watch has started: what it covers may be due now. */
  onStarted: (institution: string) => void;
  /** Called after a watch has changed: a resumed one may be due now. */
  onChanged: () => void;
}

/** Maximum length of an id in an error message. */
const QUOTED = 100;
/** The longest pause that ends by itself, in milliseconds. */
const PAUSE_MOST_MS = 366 * 86_400_000;

export class Watching {
  readonly #options: WatchingOptions;
  readonly #firstLooks: FirstLooks;

  constructor(options: WatchingOptions) {
    this.#options = options;
    this.#firstLooks = new FirstLooks(options);
  }

  async list(userId: string): Promise<SeenWatch[]> {
    const { store } = this.#options;
    return await seenWatches(store.sections, await store.watches.list(userId));
  }

  /**
   * Starts a watch. If what it covers has been seen before, the source is not asked. Otherwise it is looked at once. If
   * the source is not available then, the watch starts unverified.
   *
   * Rejects with PMC_TERM_OVER, PMC_WATCH_DUPLICATE, PMC_WATCH_LIMIT, PMC_WATCH_INVALID, PMC_SECTION_NOT_FOUND or
   * PMC_COURSE_NOT_FOUND.
   */
  async start(userId: string, wish: NewWatch): Promise<SeenWatch> {
    const { store, limit, onStarted } = this.#options;
    await this.#firstLooks.refuseOverTerm(wish);
    await this.#checkChannels(userId, wish.channels);
    // Checked before the look, because a look costs the source a request. The store checks again when it adds the
    // watch.
    const watches = await store.watches.list(userId);
    if (watches.some((watch) => aboutOf(watch) === aboutOf(wish))) throw this.#refusal('duplicate', wish);
    if (watches.length >= limit) throw this.#refusal('limit', wish);

    const { verified, dueInMs } = await this.#firstLooks.look(wish, userId);
    const added = await store.watches.add(userId, wish, verified, limit, dueInMs);
    if (added.outcome !== 'added') throw this.#refusal(added.outcome, wish);
    onStarted((wish.section ?? wish.course).split('/')[0]!);
    return await this.#seen(added.watch);
  }

  /** Changes, pauses or resumes a watch. Rejects with PMC_WATCH_NOT_FOUND, PMC_WATCH_DUPLICATE or PMC_WATCH_INVALID. */
  async change(userId: string, watchId: string, patch: WatchPatch): Promise<SeenWatch> {
    const { store, onChanged } = this.#options;
    const found = await store.watches.find(watchId);
    if (found?.userId !== userId) throw notFound(watchId);
    if (patch.conditions !== undefined && found.watch.section !== undefined)
      throw watchingError('PMC_WATCH_INVALID', { field: 'conditions', reason: 'only a watch of a course has them' });
    this.#checkPause(patch.pausedUntil ?? null);
    await this.#checkChannels(userId, patch.channels ?? null);
    const watch = await store.watches.update(userId, watchId, patch);
    if (watch === 'duplicate') throw this.#refusal('duplicate', found.watch);
    if (watch === undefined) throw notFound(watchId);
    onChanged();
    return await this.#seen(watch);
  }

  /** Ends a watch. Rejects with PMC_WATCH_NOT_FOUND. */
  async end(userId: string, watchId: string): Promise<void> {
    if (!(await this.#options.store.watches.remove(userId, watchId))) throw notFound(watchId);
  }

  async #seen(watch: Watch): Promise<SeenWatch> {
    return (await seenWatches(this.#options.store.sections, [watch]))[0]!;
  }

  #checkPause(until: number | null): void {
    if (until === null) return;
    const inMs = until - this.#options.clock.now();
    if (!(inMs > 0 && inMs <= PAUSE_MOST_MS))
      throw watchingError('PMC_WATCH_INVALID', { field: 'pausedUntil', reason: 'must be within the next 366 days' });
  }

  async #checkChannels(userId: string, ids: readonly string[] | null): Promise<void> {
    if (ids === null) return;
    const own = new Set((await this.#options.store.channels.list(userId)).map(({ id }) => id));
    const other = ids.find((id) => !own.has(id));
    if (other !== undefined)
      throw watchingError('PMC_WATCH_INVALID', {
        field: 'channels',
        reason: `you have no channel ${other.slice(0, QUOTED)}`,
      });
  }

  #refusal(outcome: 'duplicate' | 'limit', { section, course }: Pick<Watch, 'section' | 'course'>): CodedError {
    return outcome === 'duplicate'
      ? watchingError('PMC_WATCH_DUPLICATE', { what: section ?? course! })
      : watchingError('PMC_WATCH_LIMIT', { limit: this.#options.limit });
  }
}

function notFound(watchId: string): CodedError {
  return watchingError('PMC_WATCH_NOT_FOUND', { id: watchId.slice(0, QUOTED) });
}
