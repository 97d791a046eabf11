/** Canaries: sections that were seen recently. If a canary is missing too, the fault is the source's. */
import type { SectionState } from '../../domain/section.ts';
import type { LookRequest } from '../../institutions/institution.ts';
import type { LookJob } from '../look-job.ts';

/** `section`: the section that the answer must show; null if any section of the term will do. */
export interface Canary {
  request: LookRequest;
  section: string | null;
}

/** A section and the request whose answer showed it. */
interface Seen {
  request: LookRequest;
  state: Pick<SectionState, 'section' | 'term' | 'classNumber' | 'status'>;
}

/** Canaries kept per term. The second is for a look whose own request is the one that showed the first. */
const KEPT = 2;
/** How long a canary that was not seen is counted. */
const FAILED_MS = 600_000;
/** How long a term that was found silent counts as silent for all its looks. */
const SILENT_MS = 30_000;

export class Canaries {
  /** Canaries by term, the newest first. */
  readonly #byTerm = new Map<string, Seen[]>();
  /** Monotonic times until which terms count as silent. */
  readonly #silent = new Map<string, number>();
  readonly #currentTerms: () => string[];
  /** Monotonic times at which a canary was not seen. */
  #failedAt: number[] = [];

  /** `currentTerms` returns the codes of the terms that students search in now. */
  constructor(currentTerms: () => string[]) {
    this.#currentTerms = currentTerms;
  }

  /** Remembers a section that a complete answer to `request` showed. */
  remember(request: LookRequest, observed: readonly Pick<Seen, 'state'>[]): void {
    const alive = observed.find(({ state }) => state.term === request.term && state.status !== 'cancelled');
    // The text that a student typed may match other sections tomorrow.
    if (alive === undefined || request.by === 'keywords') return;
    this.#silent.delete(request.term);
    const others = this.#of(request.term).filter(
      (seen) => seen.request.id !== request.id && seen.state.section !== alive.state.section,
    );
    this.#byTerm.set(request.term, [{ request, state: alive.state }, ...others].slice(0, KEPT));
  }

  /**
   * Returns another request for the job's term, of the same kind as the job's own: searches by number may find nothing
   * while lists are complete. If no section of the term is known, it is for the subject, which cannot all be gone.
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

  /** Returns a request for a different term, to tell a removed term from a silent source. */
  elsewhere({ request, sections }: LookJob): Canary | undefined {
    for (const [term, [known]] of this.#byTerm)
      if (term !== request.term && known !== undefined) return { request: known.request, section: known.state.section };
    const other = this.#currentTerms().find((term) => term !== request.term);
    return other === undefined ? undefined : allOf(request.institution, other, subjectOf(sections));
  }

  /** Records that another term is listed but nothing of this one. For a while, looks need not check that again. */
  noteSilent(term: string, nowMs: number): void {
    this.#silent.set(term, nowMs + SILENT_MS);
  }

  isSilent(term: string, nowMs: number): boolean {
    return (this.#silent.get(term) ?? 0) > nowMs;
  }

  /** How often a canary was not seen in the last ten minutes. */
  failures(nowMs: number): number {
    this.#failedAt = this.#failedAt.filter((at) => at > nowMs - FAILED_MS);
    return this.#failedAt.length;
  }

  /** Drops a canary that was not seen. It may be gone itself, so the next look uses another one. */
  failed({ request, section }: Canary, nowMs: number): void {
    this.#failedAt.push(nowMs);
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
