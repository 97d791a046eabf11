/** Recognises, parses and compares one answer. Pure. */
import type { Observation } from '../../domain/change.ts';
import { observe } from '../../domain/change.ts';
import { formatSectionKey } from '../../domain/section.ts';
import type { SectionState, SeenSection } from '../../domain/section.ts';
import { undecided } from '../../domain/sighting.ts';
import { institutionsError } from '../../institutions/errors.ts';
import type { Institution, LookRequest, RawAnswer } from '../../institutions/institution.ts';
import type { ClaimedSection } from '../../store/sections.ts';
import type { LookFailed, LookResult } from './look-result.ts';

export interface CompareJob {
  request: LookRequest;
  answer: RawAnswer;
  /** What the answer has cost. */
  requests: number;
  /** The sections somebody wants settled, with their last sure states. */
  known: { section: string; state: SectionState | null }[];
  /** ISO instant of the look. */
  at: string;
}

export interface UnsureSection {
  section: string;
  reason: string;
}

/** What an answer says of sections, compared with what is known of them. */
export interface Comparison {
  /** Every section it surely shows. */
  observed: Observation[];
  /** The known ones it surely does not list. */
  absent: string[];
  /** Of those, the ones that their numbers did not find either, while a canary of the term was seen. */
  gone: string[];
  /** Those of which it says nothing sure. */
  unsure: UnsureSection[];
  /** What of `observed` is not among the known sections. */
  further: SeenSection[];
  /** Stored rows of `further`, as far as there are any. */
  inPassing: ClaimedSection[];
}

export function compare(
  { request, answer, requests, known, at }: CompareJob,
  institution: Pick<Institution, 'id' | 'read'>,
): LookResult<Comparison> {
  const reading = institution.read(request, answer);
  if (reading.outcome === 'unrecognised') return unrecognised(request, reading.reason, requests);
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
  const all = { outcome: 'answered' as const, observed, further, gone: [], inPassing: [], requests };
  const unlisted = [...states.keys()].filter((section) => !listed.has(section));
  const nameless = reading.unsure.find(({ classNumber }) => classNumber === null);
  if (nameless === undefined) return { ...all, absent: unlisted, unsure };
  const reason = `perhaps it is in a row without a class number (${nameless.reason})`;
  return { ...all, absent: [], unsure: [...unsure, ...unlisted.map((section) => ({ section, reason }))] };
}

/** An answer that nobody can read. */
export function unrecognised(request: LookRequest, reason: string, requests: number): LookFailed {
  const { code, message } = institutionsError('PMC_SOURCE_UNRECOGNISED', { request: request.id, reason });
  return { outcome: 'failed', code, message, requests };
}
