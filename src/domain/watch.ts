/** A watch: a student wants to be notified of some kinds of change of one section, or of any section of a course. */
import type { ChangeKind } from './change.ts';
import type { Conditions } from './conditions.ts';
import { canonical, meets } from './conditions.ts';
import type { SectionState } from './section.ts';

/** `hourly`: told again every hour while it stays open, a few times. */
export type Remind = 'off' | 'hourly';

/** How a watch tells. */
export interface WatchTerms {
  kinds: ChangeKind[];
  /** Told of an opening once so many seats are open. */
  minSeats: number;
  /** A reserved group by name, whose seats count as open; null: none. */
  reservedGroup: string | null;
  /** Ids of the student's channels; null: all verified ones. */
  channels: string[] | null;
  remind: Remind;
}

/** Either one section, or any section of a course that meets the conditions. */
export type WatchSubject =
  | { section: string; course?: never; conditions?: never }
  | { course: string; conditions?: Conditions; section?: never };

export type NewWatch = WatchTerms & WatchSubject;

/** Exactly one of `section` and `course` is set. `conditions` only with `course`. */
export interface Watch extends WatchTerms {
  id: string;
  section?: string;
  course?: string;
  conditions?: Conditions;
  /** The sections it tells of now, by key: its one section, or those of the course that meet the conditions. */
  covers: string[];
  paused: boolean;
  /** When the pause ends by itself. ISO instant; null: it does not. */
  pausedUntil: string | null;
  /** false until a sure look has shown that the section exists. */
  verified: boolean;
  createdAt: string;
  /** When the last message was sent. ISO instant; null: none was, or it was long ago. */
  lastToldAt: string | null;
  /** How often it was told, counting what one look found once, on however many channels. As far as it is kept. */
  told: number;
}

/** How long a student who has had enough for now is left alone. */
export const PAUSE_MS = 86_400_000;

const DEFAULT_KINDS: readonly ChangeKind[] = ['opened'];

export const DEFAULT_TERMS: Readonly<WatchTerms> = {
  kinds: [...DEFAULT_KINDS],
  minSeats: 1,
  reservedGroup: null,
  channels: null,
  remind: 'off',
};

/** A watch of one section, with the defaults for the rest. */
export function wishOf(section: string, terms: Partial<WatchTerms> = {}): NewWatch {
  return { ...DEFAULT_TERMS, ...terms, section };
}

/** How many sections one watch covers at most, the first by key. A course rarely has more. */
export const COVERED_MOST = 200;

/**
 * What a watch of a course covers. `tells` false: no section meets the conditions. Then it covers one section all the
 * same, so that the course is looked at and a section that comes to meet them is noticed.
 */
export interface Coverage {
  sections: string[];
  tells: boolean;
}

/** `sections`: all known sections of the course, in the order of their keys. */
export function coverageOf(conditions: Conditions, sections: readonly SectionState[]): Coverage {
  const met = sections.filter((state) => meets(state, conditions)).slice(0, COVERED_MOST);
  return {
    sections: (met.length > 0 ? met : sections.slice(0, 1)).map(({ section }) => section),
    tells: met.length > 0,
  };
}

/** Names what is watched. A student has at most one watch with the same name. */
export function aboutOf({
  section,
  course,
  conditions = {},
}: Pick<Watch, 'section' | 'course' | 'conditions'>): string {
  if (section !== undefined) return section;
  const wished = canonical(conditions);
  return Object.keys(wished).length === 0 ? course! : `${course!} ${JSON.stringify(wished)}`;
}
