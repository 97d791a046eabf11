/**
 * Ends the terms of one institution that are over: each of their watches ends with a notice, and no cancellations are
 * announced.
 */
import type { Clock, Logger } from '../../runtime/index.ts';
import type { Institution } from '../../institutions/institution.ts';
import type { Turns } from '../turns.ts';
import type { TermStore } from '../../store/terms.ts';

export interface TermKeeperOptions {
  institution: Pick<Institution, 'id' | 'termOf'>;
  terms: TermStore;
  turns: Turns;
  clock: Pick<Clock, 'now'>;
  log: Logger;
}

/**
 * Must be longer than any outage, deployment or glitch that hides a whole term for a while: in a public data series,
 * hundreds of sections were missing from lists for up to 20 minutes.
 */
const SILENT_FOR_MS = 30 * 60_000;

/** How often the calendar is checked. */
const SWEEP_EVERY_MS = 10 * 60_000;

export class TermKeeper {
  readonly #options: TermKeeperOptions;
  /** Terms that were over by the calendar at the last sweep, so that a clock that is briefly wrong ends nothing. */
  #overBefore = new Set<string>();
  /** Terms that are over in the store. */
  #over = new Set<string>();
  readonly #asking = new Set<string>();

  constructor(options: TermKeeperOptions) {
    this.#options = options;
  }

  /** Records that another term was listed but nothing of this one. Asks the store once at a time per term. */
  silent(term: string): void {
    if (this.#asking.has(term)) return;
    this.#asking.add(term);
    const { institution, terms } = this.#options;
    const work = async (): Promise<void> => {
      if (await terms.silent(institution.id, term, SILENT_FOR_MS))
        await this.#end(term, 'nothing of it is listed any more');
    };
    this.#attempt(work().finally(() => this.#asking.delete(term)));
  }

  /** Records that sections of the term were seen, and reopens it if it was over but is not by the calendar. */
  seen(term: string): void {
    if (!this.#over.delete(term) || this.#isOver(term)) return;
    const { institution, terms, log } = this.#options;
    this.#attempt(terms.reopen(institution.id, term));
    log.warn({ term }, 'a term that was over is listed again');
  }

  /** Regularly ends the terms that are over by the calendar, and those whose end was begun and not finished. */
  sweepNowAndThen(): void {
    this.#options.turns.in('terms', SWEEP_EVERY_MS, () => {
      this.#attempt(this.#sweep());
      this.sweepNowAndThen();
    });
  }

  async #sweep(): Promise<void> {
    const { institution, terms } = this.#options;
    this.#over = new Set(await terms.over(institution.id));
    const watched = await terms.watched(institution.id);
    const overNow = watched.filter((term) => this.#isOver(term));
    for (const term of watched) {
      if (this.#over.has(term)) await this.#end(term, 'it was over before');
      else if (this.#overBefore.has(term) && overNow.includes(term)) await this.#end(term, 'its last month has passed');
    }
    this.#overBefore = new Set(overNow);
  }

  #isOver(term: string): boolean {
    const { institution, clock } = this.#options;
    return institution.termOf(term, clock.now())?.over === true;
  }

  async #end(term: string, reason: string): Promise<void> {
    const { institution, terms, log } = this.#options;
    const watches = await terms.end(institution.id, term);
    this.#over.add(term);
    if (watches > 0) log.info({ term, watches, reason }, 'a term is over, its watches end');
  }

  /** Runs work on the store. If the store fails, the next look or sweep tries again. */
  #attempt(work: Promise<unknown>): void {
    const { turns, log } = this.#options;
    turns.after(
      work,
      () => {},
      ({ code, message }) => log.warn({ code, reason: message }, 'the end of a term waits'),
    );
  }
}
