/** Canaries: sections that were seen lately. Where they are not seen either, it is the source that is silent. */
import type { Observation } from '../../domain/change.ts';
import type { SectionState } from '../../domain/section.ts';
import type { LookRequest } from '../../institutions/institution.ts';
import type { LookJob } from '../look-job.ts';

/** `section`: what its answer must show, null: anything of the term. */
export interface Canary {
  request: LookRequest;
  section: string | null;
}

/** A section, and the question whose answer showed it. */
interface Seen {
  request: LookRequest;
  state: SectionState;
}

/** Of each term. The second one is for looks that ask what the first one was seen by. */
const KEPT = 2;
/** How long one finding that a term is silent serves for all its looks. */
const SILENT_MS = 30_000;

export class Canaries {
  /** By term, the newest first. */
  readonly #byTerm = new Map<string, Seen[]>();
  /** Until when a term counts as silent, on the monotonic clock. */
  readonly #silent = new Map<string, number>();
  readonly #currentTerms: () => string[];

  /** `currentTerms`: codes of the terms that students search in now. */
  constructor(currentTerms: () => string[]) {
    this.#currentTerms = currentTerms;
  }

  /** What a complete answer to `request` showed. */
  remember(request: LookRequest, observed: readonly Observation[]): void {
    const alive = observed.find(({ state }) => state.term === request.term && state.status !== 'cancelled');
    // What a student typed may find something else tomorrow.
    if (alive === undefined || request.by === 'keywords') return;
    this.#silent.delete(request.term);
    const others = this.#of(request.term).filter(
      (seen) => seen.request.id !== request.id && seen.state.section !== alive.state.section,
    );
    this.#byTerm.set(request.term, [{ request, state: alive.state }, ...others].slice(0, KEPT));
  }

  /**
   * A question about the job's term, of the same kind as the job's own and not the same: numbers may find nothing while
   * lists are complete. Where nothing is known of the term, all of the subject, which cannot all be gone.
   */
  for({ request, sections }: LookJob): Canary | undefined {
    const { institution, term } = request;
    if (request.by === 'class') {
      const known = this.#of(term).find(({ state }) => state.classNumber !== request.classNumber)?.state;
      if (known !== undefined)
        return {
          request: { id: known.section, institution, term, by: 'class', classNumber: known.classNumber },
          section: known.section,
        };
    } else {
      const known = this.#of(term).find((seen) => seen.request.id !== request.id);
      if (known !== undefined) return { request: known.request, section: known.state.section };
    }
    return allOf(institution, term, subjectOf(sections));
  }

  /** A question about another term than the job's, to tell a term that is gone from a source that is silent. */
  elsewhere({ request, sections }: LookJob): Canary | undefined {
    for (const [term, [known]] of this.#byTerm)
      if (term !== request.term && known !== undefined) return { request: known.request, section: known.state.section };
    const other = this.#currentTerms().find((term) => term !== request.term);
    return other === undefined ? undefined : allOf(request.institution, other, subjectOf(sections));
  }

  /** Nothing of the term is listed, and another one is: the next looks need not ask for that again. */
  noteSilent(term: string, nowMs: number): void {
    this.#silent.set(term, nowMs + SILENT_MS);
  }

  isSilent(term: string, nowMs: number): boolean {
    return (this.#silent.get(term) ?? 0) > nowMs;
  }

  /** It was silent: it may be gone itself, so the next look asks another one. */
  forget({ request, section }: Canary): void {
    this.#byTerm.set(
      request.term,
      this.#of(request.term).filter(({ state }) => state.section !== section),
    );
  }

  #of(term: string): Seen[] {
    return this.#byTerm.get(term) ?? [];
  }
}

function subjectOf(sections: LookJob['sections']): string | undefined {
  return sections.find(({ course }) => course !== null)?.course?.subject;
}

function allOf(institution: string, term: string, subject: string | undefined): Canary | undefined {
  return subject === undefined
    ? undefined
    : {
        request: { id: `${institution}/${term} ${subject}`, institution, term, by: 'subject', subject },
        section: null,
      };
}
