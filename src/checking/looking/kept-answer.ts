/**
 * An answer that is kept, and the states of which it was found to show nothing new. What an answer shows of a state
 * depends on nothing else, so the same answer need not be compared with the same states again. Pure.
 */
import type { PageMark } from '../../institutions/institution.ts';
import type { ClaimedSection } from '../../store/sections.ts';
import type { CompareJob, Comparison } from './compare.ts';
import type { LookResult } from './look-result.ts';

/** What it needs of a section. */
export type Asked = Pick<ClaimedSection, 'section' | 'term' | 'classNumber' | 'state' | 'unknown'>;

export class KeptAnswer {
  readonly pages: readonly string[];
  readonly marks: readonly PageMark[];
  /** The states of which the answer shows nothing new. */
  #states: string | undefined;

  constructor(pages: readonly string[], marks: readonly PageMark[]) {
    this.pages = pages;
    this.marks = marks;
  }

  get characters(): number {
    return this.pages.reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * Returns what comparing the answer with these states gives: all are seen again at the instant `at`, and nothing is
   * new. Returns undefined if they must be compared, or if one is published as unknown and so must be told.
   */
  seenAgain(asked: readonly Asked[], at: string): Comparison | undefined {
    if (this.#states === undefined || namesOf(asked) !== this.#states) return undefined;
    if (asked.some(({ unknown }) => unknown)) return undefined;
    const observed = asked.map(({ section, term, classNumber, state }) => {
      const { status, seats, waitlist, changedAt, version } = state!;
      const seen = { section, term, classNumber, status, seats, waitlist, changedAt, version, checkedAt: at };
      return { again: true as const, state: seen, changes: [] };
    });
    return { observed, absent: [], gone: [], unsure: [], further: [], inPassing: [] };
  }

  /** Records what comparing the answer with these states gave. */
  compared(known: CompareJob['known'], result: LookResult<Comparison>): void {
    if (result.outcome !== 'answered' || result.observed.length !== known.length) return;
    const { observed, absent, unsure, further } = result;
    if (absent.length + unsure.length + further.length > 0) return;
    const versions = new Map(known.map(({ section, state }) => [section, state?.version]));
    if (observed.every(({ state }) => versions.get(state.section) === state.version)) this.#states = namesOf(known);
  }
}

/** Names the states. undefined: one of the sections was never seen. */
function namesOf(known: readonly Pick<Asked, 'section' | 'state'>[]): string | undefined {
  const names: string[] = [];
  for (const { section, state } of known) {
    if (state === null) return undefined;
    names.push(nameOf(section, state));
  }
  return names.join('\n');
}

/** Everything in a state but the time of the look is written once for each version. */
function nameOf(section: string, { version, changedAt }: Asked['state'] & object): string {
  return `${section} ${version} ${changedAt}`;
}
