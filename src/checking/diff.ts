/** Recognises, parses and compares one answer. Pure. */
import type { Observation } from '../domain/change.ts';
import { observe } from '../domain/change.ts';
import { formatSectionKey } from '../domain/section.ts';
import type { SectionState, SeenSection } from '../domain/section.ts';
import { undecided } from '../domain/sighting.ts';
import type { Institution, LookRequest, RawAnswer } from '../institutions/institution.ts';

export interface DiffJob {
  request: LookRequest;
  answer: RawAnswer;
  /** The sections somebody wants settled, with their last sure states. */
  known: { section: string; state: SectionState | null }[];
  /** ISO instant of the look. */
  at: string;
}

export interface UnsureSection {
  section: string;
  reason: string;
}

export type DiffResult =
  /**
   * Every section the answer shows, the known ones it surely does not list, and those of which it says nothing sure.
   * `further`: what of `observed` was compared with nothing, because it is not known here.
   */
  | { outcome: 'complete'; observed: Observation[]; absent: string[]; unsure: UnsureSection[]; further: SeenSection[] }
  | { outcome: 'unrecognised'; reason: string };

export function diff(
  { request, answer, known, at }: DiffJob,
  institution: Pick<Institution, 'id' | 'read'>,
): DiffResult {
  const reading = institution.read(request, answer);
  if (reading.outcome === 'unrecognised') return reading;
  const states = new Map(known.map(({ section, state }) => [section, state]));
  const observed: Observation[] = [];
  const unsure: UnsureSection[] = [];
  const further: SeenSection[] = [];
  const listed = new Set<string>();
  const keyOf = (term: string, classNumber: string): string =>
    formatSectionKey({ institution: institution.id, term, classNumber });
  for (const seen of reading.sections) {
    const section = keyOf(seen.term, seen.classNumber);
    // A source may list one section twice, as at the seam of two pages.
    if (listed.has(section)) continue;
    listed.add(section);
    if (!states.has(section)) further.push(seen);
    const before = states.get(section) ?? null;
    const reason = undecided(before, seen);
    if (reason === undefined) observed.push(observe(institution.id, before, seen, at));
    else unsure.push({ section, reason });
  }
  for (const { classNumber, reason } of reading.unsure) {
    if (classNumber === null) continue;
    const section = keyOf(request.term, classNumber);
    listed.add(section);
    unsure.push({ section, reason });
  }
  const complete = { outcome: 'complete' as const, observed, further };
  const unlisted = [...states.keys()].filter((section) => !listed.has(section));
  const nameless = reading.unsure.find(({ classNumber }) => classNumber === null);
  if (nameless === undefined) return { ...complete, absent: unlisted, unsure };
  const reason = `perhaps it is in a row without a class number (${nameless.reason})`;
  return { ...complete, absent: [], unsure: [...unsure, ...unlisted.map((section) => ({ section, reason }))] };
}
