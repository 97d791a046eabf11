/** Parses one answer and compares it with the stored sections. Pure. */
import type { Observation } from '../../domain/change.ts';
import { observe } from '../../domain/change.ts';
import { formatSectionKey } from '../../domain/section.ts';
import type { SectionState, SeenSection } from '../../domain/section.ts';
import { undecided } from '../../domain/sighting.ts';
import { institutionsError } from '../../institutions/errors.ts';
import type { Institution, LookRequest, RawAnswer } from '../../institutions/institution.ts';
import type { KnownSection } from '../../store/sections.ts';
import type { SeenSeats } from '../../store/watched.ts';
import type { LookFailed, LookResult } from './look-result.ts';

export interface CompareJob {
  request: LookRequest;
  answer: RawAnswer;
  /** Requests made for the answer. */
  requests: number;
  /** The sections to settle, with their last sure states. */
  known: { section: string; state: SectionState | null }[];
  /** ISO instant of the look. */
  at: string;
  /** The context of the look's trace. Absent while nothing is traced. */
  trace?: string;
}

export interface UnsureSection {
  section: string;
  reason: string;
}

/** A section that an answer shows as it was. Only its time is new, and its whole state was not read. */
export interface SeenAgain {
  again: true;
  state: SeenSeats & Pick<SectionState, 'section' | 'term' | 'classNumber'>;
  changes: never[];
}

/** What an answer says about sections, compared with their known states. */
export interface Comparison {
  /** Every section that the answer surely shows. */
  observed: (Observation | SeenAgain)[];
  /** The known sections that it surely does not list. */
  absent: string[];
  /** The absent sections that a search by number did not find either, while a canary of the term was seen. */
  gone: string[];
  /** The sections about which it says nothing sure. */
  unsure: UnsureSection[];
  /** The sections in `observed` that are not among the known ones. */
  further: SeenSection[];
  /** The stored rows of the sections in `further`. */
  inPassing: KnownSection[];
}

/** With whole states. */
export type Compared = Omit<Comparison, 'observed'> & { observed: Observation[] };

export function compare(
  { request, answer, requests, known, at }: CompareJob,
  institution: Pick<Institution, 'id' | 'read'>,
): LookResult<Compared> {
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
    // A source may list a section twice, for example where one page ends and the next begins.
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
    if (listed.has(section)) continue;
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

/** Returns the result for an answer that cannot be read. */
export function unrecognised(request: LookRequest, reason: string, requests: number): LookFailed {
  const { code, message } = institutionsError('PMC_SOURCE_UNRECOGNISED', { request: request.id, reason });
  return { outcome: 'failed', code, message, requests };
}
