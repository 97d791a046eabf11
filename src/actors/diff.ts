/** Recognises, parses and compares one answer. Pure. */
import { observe } from '../domain/change.ts';
import type { Observation } from '../domain/change.ts';
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

export type DiffResult =
  /** Every section the answer lists, and the known ones it does not list. */
  | { outcome: 'complete'; observed: Observation[]; absent: string[] }
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
  return { outcome: 'complete', observed, absent: [...states.keys()] };
}
