/** Canaries: sections that were seen lately. Where they are not seen either, it is the source that is silent. */
import type { Observation } from '../domain/change.ts';
import type { SectionState } from '../domain/section.ts';
import type { LookRequest } from '../institutions/institution.ts';
import type { LookJob } from './look-job.ts';

/** `section`: what its answer must show, null: anything of the term. */
export interface Canary { request: LookRequest; section: string | null }

/** A section, and the question whose answer showed it. */
interface Seen { request: LookRequest; state: SectionState }

/** Of each term. The second one is for looks that ask what the first one was seen by. */
const KEPT = 2;

export class Canaries {
  /** By term, the newest first. */
  readonly #byTerm = new Map<string, Seen[]>();

  /** What a complete answer to `request` showed. */
  remember(request: LookRequest, observed: readonly Observation[]): void {
    const alive = observed.find(({ state }) => state.term === request.term && state.status !== 'cancelled');
    // What a student typed may find something else tomorrow.
    if (alive === undefined || request.by === 'keywords') return;
    const others = this.#of(request.term).filter((seen) => seen.request.id !== request.id && seen.state.section !== alive.state.section);
    this.#byTerm.set(request.term, [{ request, state: alive.state }, ...others].slice(0, KEPT));
  }

  /**
   * A question about the job's term, of the same kind as the job's own and not the same: numbers may find nothing while lists are complete.
   * Where nothing is known of the term, all of the subject, which cannot all be gone.
   */
  for({ request, sections }: LookJob): Canary | undefined {
    const { institution, term } = request;
    if (request.by === 'class') {
      const known = this.#of(term).find(({ state }) => state.classNumber !== request.classNumber)?.state;
      if (known !== undefined) return { request: { id: known.section, institution, term, by: 'class', classNumber: known.classNumber }, section: known.section };
    } else {
      const known = this.#of(term).find((seen) => seen.request.id !== request.id);
      if (known !== undefined) return { request: known.request, section: known.state.section };
    }
    const subject = sections.find(({ course }) => course !== null)?.course?.subject;
    return subject === undefined ? undefined : { request: { id: `${institution}/${term} ${subject}`, institution, term, by: 'subject', subject }, section: null };
  }

  /** It was silent: it may be gone itself, so the next look asks another one. */
  forget({ request, section }: Canary): void {
    this.#byTerm.set(request.term, this.#of(request.term).filter(({ state }) => state.section !== section));
  }

  #of(term: string): Seen[] {
    return this.#byTerm.get(term) ?? [];
  }
}
