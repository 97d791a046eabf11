/** Recognises, parses and compares one answer. Pure. */
import type { Observation } from '../domain/change.ts';
import { observe } from '../domain/change.ts';
import { formatSectionKey } from '../domain/section.ts';
import type { SectionState } from '../domain/section.ts';
import type { Institution, LookRequest, RawAnswer } from '../institutions/institution.ts';

export interface DiffJob {
  request: LookRequest;
  answer: RawAnswer;
  /** The sections somebody wants settled, with their last sure states. */
  known: { section: string; state: SectionState | null }[];
  /** ISO instant of the look. */
  at: string;
}

export interface UnsureSection { section: string; reason: string }

export type DiffResult =
  /** Every section the answer shows, the known ones it surely does not list, and those of which it says nothing sure. */
  | { outcome: 'complete'; observed: Observation[]; absent: string[]; unsure: UnsureSection[] }
  | { outcome: 'unrecognised'; reason: string };

export function diff({ request, answer, known, at }: DiffJob, institution: Pick<Institution, 'id' | 'read'>): DiffResult {
  const reading = institution.read(request, answer);
  if (reading.outcome === 'unrecognised') return reading;
  const states = new Map(known.map(({ section, state }) => [section, state]));
  const observed = reading.sections.map((seen) => {
    const section = formatSectionKey({ institution: institution.id, term: seen.term, classNumber: seen.classNumber });
    const before = states.get(section) ?? null;
    states.delete(section);
    return observe(institution.id, before, seen, at);
  });
  const unsure = reading.unsure.flatMap(({ classNumber, reason }) => {
    if (classNumber === null) return [];
    const section = formatSectionKey({ institution: institution.id, term: request.term, classNumber });
    states.delete(section);
    return [{ section, reason }];
  });
  const unlisted = [...states.keys()];
  const nameless = reading.unsure.find(({ classNumber }) => classNumber === null);
  if (nameless === undefined) return { outcome: 'complete', observed, absent: unlisted, unsure };
  const reason = `perhaps it is in a row without a class number (${nameless.reason})`;
  return { outcome: 'complete', observed, absent: [], unsure: [...unsure, ...unlisted.map((section) => ({ section, reason }))] };
}
