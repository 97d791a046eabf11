/**
 * What a scheduler claims, and when it claims again: due sections, urgent ones, the ones that a dead process left, or
 * the one that somebody waits for. Times are monotonic.
 */
import { HOT_INTERVALS } from '../../domain/urgency.ts';
import { checkingError } from '../errors.ts';
import type { Institution } from '../../institutions/institution.ts';
import type { ClaimWhat, SectionStore, Share } from '../../store/sections.ts';
import { ClaimPace } from './claim-pace.ts';
import type { LeasedJobs } from './leased-jobs.ts';
import type { LookJob } from '../look-job.ts';
import type { Clock } from '../../runtime/index.ts';
import type { LookReply, LookTarget } from './waiting-looks.ts';

export interface ClaimsOptions {
  jobs: LeasedJobs;
  sections: Pick<SectionStore, 'nextDueInMs'>;
  institution: Institution;
  intervalMs: number;
  leaseMs: number;
  clock: Pick<Clock, 'monotonic'>;
}

/**
 * Share of the interval: sections due within it are claimed early. Larger passes ask for the same course less often,
 * and see a mass change as a whole.
 */
export const AHEAD_SHARE = 0.25;

export class Claims {
  readonly #options: ClaimsOptions;
  readonly #pace: ClaimPace;
  #claimedAt = 0;
  #pauseMs = 0;

  constructor(options: ClaimsOptions) {
    this.#options = options;
    this.#pace = new ClaimPace(options.intervalMs);
  }

  async due(share: Share): Promise<LookJob[]> {
    const found = await this.#claim({
      due: true,
      limit: this.#pace.limit,
      aheadMs: this.#options.intervalMs * AHEAD_SHARE,
      share,
    });
    this.#pace.found(found.length);
    this.#claimedAt = this.#options.clock.monotonic();
    return found;
  }

  async urgent(share: Share): Promise<LookJob[]> {
    return await this.#claim({
      urgent: true,
      limit: this.#pace.limit,
      hotMs: HOT_INTERVALS * this.#options.intervalMs,
      share,
    });
  }

  async abandoned(share: Share): Promise<LookJob[]> {
    return await this.#claim({ abandoned: true, limit: this.#pace.limit, share });
  }

  /**
   * Returns the job for a look that somebody waits for, or the reply if it can be answered at once. A search needs no
   * lease: its sections are compared in passing.
   */
  async forSomebody(what: LookTarget): Promise<LookJob | LookReply> {
    const { jobs, institution } = this.#options;
    if ('section' in what) {
      const [job] = await jobs.claim({ sections: [what.section] });
      if (job !== undefined) return job;
      const { code, message } = checkingError('PMC_SECTION_PENDING', { section: what.section });
      return { outcome: 'unseen', code, message };
    }
    const request = institution.searchRequest(what.term, what.text);
    return request === undefined ? { outcome: 'not-found' } : jobs.unleased(request);
  }

  /** Ends the pause, because more sections may be due now. */
  hurry(): void {
    this.#pauseMs = 0;
  }

  /** The time from which due sections may be claimed. */
  get allowedAt(): number {
    return this.#claimedAt + this.#pauseMs;
  }

  /** Asks the store in how many milliseconds the next section is due. Returns null if nothing is scheduled. */
  async nextDueInMs(): Promise<number | null> {
    const due = await this.#options.sections.nextDueInMs(this.#options.institution.id);
    this.#pauseMs = this.#pace.pauseMs(due ?? Infinity);
    return due;
  }

  async #claim(what: ClaimWhat): Promise<LookJob[]> {
    const { clock, jobs, leaseMs } = this.#options;
    const startedAt = clock.monotonic();
    const claimed = await jobs.claim(what);
    this.#pace.learn(
      claimed.reduce((sum, { sections }) => sum + sections.length, 0),
      clock.monotonic() - startedAt,
      leaseMs,
    );
    return claimed;
  }
}
