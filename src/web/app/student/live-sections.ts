/** The page's knowledge of the sections, built from events. Pure. */
import type { Change } from '../../contract/section.ts';
import type { Connection, LiveEvent } from '../shared/live.ts';
import type { LiveState } from '../../contract/frames.ts';

export interface News {
  change: Change;
  heardAt: number;
  missed: boolean;
}

export interface LiveSections {
  connection: Connection;
  states: Readonly<Record<string, LiveState>>;
  /** ISO times; null if no check is scheduled. */
  nextChecks: Readonly<Record<string, string | null>>;
  /** Newest first. */
  news: readonly News[];
  /** The last error of the server, until a snapshot arrives. */
  problem: { code: string; message: string } | null;
}

export const nothingYet: LiveSections = { connection: 'idle', states: {}, nextChecks: {}, news: [], problem: null };

const NEWS_KEPT = 30;

/** `found` has sections that came over HTTP. */
export type SectionEvent = LiveEvent | { type: 'found'; sections: LiveState[] };

export function reduceSections(known: LiveSections, event: SectionEvent, nowMs: number): LiveSections {
  switch (event.type) {
    case 'connection':
      return { ...known, connection: event.connection };
    case 'found':
      return { ...known, states: withStates(known, event.sections) };
    case 'snapshot':
      return { ...known, states: withStates(known, event.sections), problem: null };
    case 'checked':
      return checked(known, event.section, event.checkedAt, event.nextCheckAt);
    case 'change':
      return {
        ...known,
        states: withStates(known, [event.change.after]),
        news: withNews(known, event.change, event.missed, nowMs),
      };
    case 'refused':
      return { ...known, problem: { code: event.code, message: event.message } };
    default:
      return event satisfies never;
  }
}

/** Adds states. An older state never replaces a newer one, because a slow answer may arrive late. */
function withStates({ states }: LiveSections, arrived: LiveState[]): LiveSections['states'] {
  const newer = arrived.filter((state) => state.version >= (states[state.section]?.version ?? 0));
  return { ...states, ...Object.fromEntries(newer.map((state) => [state.section, state])) };
}

function checked(known: LiveSections, section: string, checkedAt: string, nextCheckAt: string | null): LiveSections {
  const state = known.states[section];
  const states =
    state === undefined || state.version === 0 ? known.states : { ...known.states, [section]: { ...state, checkedAt } };
  return { ...known, states, nextChecks: { ...known.nextChecks, [section]: nextCheckAt } };
}

function withNews({ news, states }: LiveSections, change: Change, missed: boolean, heardAt: number): readonly News[] {
  const known =
    news.some((item) => item.change.id === change.id) || change.version < (states[change.section]?.version ?? 0);
  // "Seats opened, 3 of 150 open" already includes the number.
  const told =
    change.kind === 'seats' &&
    news.some(({ change: other }) => other.section === change.section && other.version === change.version);
  return known || told ? news : [{ change, heardAt, missed }, ...news].slice(0, NEWS_KEPT);
}
