/** Runs in the differ's threads: recognises, parses and compares the answers of a batch. Pure, CPU-bound. */
import { observe } from '../domain/change.ts';
import type { Observation } from '../domain/change.ts';
import type { SectionState } from '../domain/section.ts';
import { institutionById } from '../institutions/index.ts';
import type { LookRequest, RawAnswer } from '../institutions/institution.ts';

export interface DiffJob {
  request: LookRequest;
  answer: RawAnswer;
  /** The sections somebody wants settled, with their last sure states. */
  known: { section: string; state: SectionState | null }[];
  /** ISO instant of the look. */
  at: string;
}

export type DiffResult =
  | { outcome: 'complete'; observed: Observation[]; absent: string[] }
  | { outcome: 'unrecognised'; reason: string };

export function diff({ request, answer, known, at }: DiffJob): DiffResult {
  const reading = institutionById(request.institution).read(request, answer);
  if (reading.outcome === 'unrecognised') return reading;
  const states = new Map(known.map(({ section, state }) => [section, state]));
  const observed = reading.sections.map((seen) => {
    const section = `${request.institution}/${seen.term}/${seen.classNumber}`;
    const before = states.get(section) ?? null;
    states.delete(section);
    return observe(request.institution, before, seen, at);
  });
  return { outcome: 'complete', observed, absent: [...states.keys()] };
}

export default (batch: DiffJob[]): DiffResult[] => batch.map(diff);
