/** What the links in messages do: end or pause watches, turn off a channel or everything, and undo it. */
import type { SectionState } from '../domain/section.ts';
import type { Language } from '../domain/preferences.ts';
import type { NewWatch, Watch } from '../domain/watch.ts';
import { PAUSE_MS } from '../domain/watch.ts';
import type { Action } from '../notify/action-token.ts';
import type { Clock } from '../runtime/index.ts';
import type { Store } from '../store/store.ts';

export interface StoppingOptions {
  store: Pick<Store, 'watches' | 'channels' | 'accounts' | 'sections'>;
  /** Maximum number of watches per student. */
  limit: number;
  /** Called after watches have changed: something may be due now. */
  onChanged: () => void;
  clock: Pick<Clock, 'now'>;
}

/** What an action is about, for the page that asks or confirms. */
export interface About {
  /** null: the watches are gone, and nothing is known of their student. */
  student: { id: string; language: Language; timeZone: string } | null;
  /** The watches that still exist, or that the action starts again. */
  watches: Subject[];
  /** The label of the channel, if the action is about one that exists. */
  channel: string | null;
}

/** `state` null: never seen, or the watch is of a course. */
export interface Subject {
  watch: Pick<NewWatch, 'section' | 'course'>;
  state: SectionState | null;
}

/** How long ended watches can be started again. */
const UNDO_MS = 3_600_000;

export class Stopping {
  readonly #options: StoppingOptions;

  constructor(options: StoppingOptions) {
    this.#options = options;
  }

  async about(action: Action): Promise<About> {
    const { accounts, channels } = this.#options.store;
    const found = 'watches' in action ? await this.#find(action.watches) : [];
    const userId = 'user' in action ? action.user : found[0]?.userId;
    const wishes = action.do === 'restart' ? action.wishes : found.map(({ watch }) => watch);
    const preferences = userId === undefined ? undefined : await accounts.preferences(userId);
    const channel = 'channel' in action ? await channels.find(action.user, action.channel) : undefined;
    return {
      student: userId === undefined || preferences === undefined ? null : { id: userId, ...preferences },
      watches: await this.#subjects(wishes),
      channel: channel?.label ?? null,
    };
  }

  /**
   * Does what the action says, as far as it is still to be done. Returns the action that undoes it; null: nothing was
   * done, or it cannot be undone. `reason`: why a channel is muted, for its student.
   */
  async perform(action: Action, reason: string): Promise<Action | null> {
    const { store, onChanged, clock } = this.#options;
    switch (action.do) {
      case 'stop':
        return this.#stop(action.watches);
      case 'pause':
        await this.#update(action.watches, { paused: true, pausedUntil: clock.now() + PAUSE_MS });
        return { do: 'resume', watches: action.watches };
      case 'resume':
        await this.#update(action.watches, { paused: false });
        return null;
      case 'mute':
        await store.channels.mute(action.channel, reason, 'student');
        return { ...action, do: 'unmute' };
      case 'unmute':
        await store.channels.unmute(action.user, action.channel);
        return null;
      case 'all-off':
        await store.accounts.prefer(action.user, { notifications: false });
        return { ...action, do: 'all-on' };
      case 'all-on':
        await store.accounts.prefer(action.user, { notifications: true });
        return null;
      case 'restart':
        if (clock.now() < action.until)
          for (const wish of action.wishes) await store.watches.add(action.user, wish, false, this.#options.limit, 0);
        onChanged();
        return null;
      default:
        return action satisfies never;
    }
  }

  async #stop(ids: readonly string[]): Promise<Action | null> {
    const { store, clock, onChanged } = this.#options;
    const found = await this.#find(ids);
    for (const { userId, watch } of found) await store.watches.remove(userId, watch.id);
    const [first] = found;
    if (first === undefined) return null;
    onChanged();
    const wishes = found.map(({ watch }) => wishFrom(watch));
    return { do: 'restart', user: first.userId, wishes, until: clock.now() + UNDO_MS };
  }

  async #update(ids: readonly string[], patch: { paused: boolean; pausedUntil?: number }): Promise<void> {
    for (const { userId, watch } of await this.#find(ids))
      await this.#options.store.watches.update(userId, watch.id, patch);
    this.#options.onChanged();
  }

  async #find(ids: readonly string[]): Promise<{ watch: Watch; userId: string }[]> {
    const found = await Promise.all(ids.map((id) => this.#options.store.watches.find(id)));
    return found.filter((each) => each !== undefined);
  }

  async #subjects(wishes: readonly Pick<NewWatch, 'section' | 'course'>[]): Promise<Subject[]> {
    const keys = wishes.flatMap(({ section }) => section ?? []);
    const states = new Map(
      (await this.#options.store.sections.states(keys)).map((state) => [state.section, state] as const),
    );
    return wishes.map((watch) => ({ watch, state: states.get(watch.section ?? '') ?? null }));
  }
}

/** The wish that a watch began with. */
function wishFrom({ section, course, conditions, kinds, minSeats, reservedGroup, channels, remind }: Watch): NewWatch {
  const terms = { kinds, minSeats, reservedGroup, channels, remind };
  return section === undefined
    ? { ...terms, course: course!, ...(conditions !== undefined && { conditions }) }
    : { ...terms, section };
}
