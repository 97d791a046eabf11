/** What a student has chosen in the dialog of a watch, before it is saved. Pure. */
import { canonical, meets } from '../../../domain/conditions.ts';
import type { SectionState } from '../../contract/section.ts';
import type { Conditions, NewWatch, Watch, WatchPatch } from '../../contract/watch.ts';

export type Scope = 'section' | 'sections' | 'course';

export interface Draft {
  scope: Scope;
  /** The chosen sections, by key. Always has the section that the dialog was opened for. */
  sections: string[];
  conditions: Conditions;
  kinds: Watch['kinds'];
  minSeats: number;
  reservedGroup: string | null;
  /** null: all. */
  channels: string[] | null;
  remind: Watch['remind'];
}

export function draftOf(section: string, watch: Watch | undefined): Draft {
  return {
    scope: watch?.course === undefined ? 'section' : 'course',
    sections: [section],
    conditions: watch?.conditions ?? {},
    kinds: watch?.kinds ?? ['opened'],
    minSeats: watch?.minSeats ?? 1,
    reservedGroup: watch?.reservedGroup ?? null,
    channels: watch?.channels ?? null,
    remind: watch?.remind ?? 'off',
  };
}

/** `asu/2267/CSE/310`. */
export const courseKeyOf = ({ institution, term, subject, catalogNumber }: SectionState): string =>
  `${institution}/${term}/${subject}/${catalogNumber}`;

/** The watches that the draft asks for: one, or one for each chosen section. */
export function watchesOf(draft: Draft, state: SectionState): NewWatch[] {
  const terms = termsOf(draft);
  if (draft.scope === 'course')
    return [{ course: courseKeyOf(state), conditions: canonical(draft.conditions), ...terms }];
  return (draft.scope === 'section' ? [state.section] : draft.sections).map((section) => ({ section, ...terms }));
}

/** The changes to an existing watch. What is watched stays; the conditions of a course may change. */
export function patchOf(draft: Draft): WatchPatch {
  return { ...termsOf(draft), ...(draft.scope === 'course' && { conditions: canonical(draft.conditions) }) };
}

/** Those of the course's sections that meet the conditions. */
export function fitting(sections: readonly SectionState[], conditions: Conditions): SectionState[] {
  return sections.filter((state) => state.status !== 'cancelled' && meets(state, canonical(conditions)));
}

/** The names of the groups for which seats are held in any of the sections, each once. */
export function groupsOf(sections: readonly SectionState[]): string[] {
  return [...new Set(sections.flatMap(({ reservedGroups = [] }) => reservedGroups.map(({ name }) => name)))];
}

export function namesIn<Name extends string>(values: readonly (Name | undefined)[]): Name[] {
  return [...new Set(values.filter((value) => value !== undefined))].toSorted();
}

function termsOf({ kinds, minSeats, reservedGroup, channels, remind }: Draft) {
  return { kinds, minSeats, reservedGroup, channels, remind };
}
