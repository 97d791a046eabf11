/**
 * Ends the terms of one institution that are over: their watches end with a notice each, and nobody hears of a
 * cancellation.
 */
import type { ChannelName } from '../../domain/notification.ts';
import type { ActorContext } from '../../runtime/index.ts';
import { isForLater } from '../../runtime/index.ts';
import type { Institution } from '../../institutions/institution.ts';
import type { TermStore } from '../../store/terms.ts';

export interface TermKeeperDeps {
  institution: string;
  calendar: Pick<Institution, 'termOf'>;
  terms: TermStore;
  channels: ChannelName[];
}

/**
 * Longer than any outage, deployment or glitch that hid a whole term and passed: lists of a public series lacked
 * hundreds of sections for up to 20 minutes.
 */
const SILENT_FOR_MS = 30 * 60_000;

export class TermKeeper {
  readonly #context: Pick<ActorContext<never>, 'clock' | 'log'>;
  readonly #deps: TermKeeperDeps;
  /** Terms that were over by the calendar in the last sweep: a clock that is wrong for a moment ends nothing. */
  #overBefore = new Set<string>();
  /** Terms that the store has as over. */
  #over = new Set<string>();
  readonly #asking = new Set<string>();

  constructor(context: Pick<ActorContext<never>, 'clock' | 'log'>, deps: TermKeeperDeps) {
    this.#context = context;
    this.#deps = deps;
  }

  /** Nothing of the term was listed, while another one was. One question to the store at a time. */
  async silent(term: string): Promise<void> {
    if (this.#asking.has(term)) return;
    this.#asking.add(term);
    await this.#attempt(async () => {
      if (await this.#deps.terms.silent(this.#deps.institution, term, SILENT_FOR_MS))
        await this.#end(term, 'nothing of it is listed any more');
    });
    this.#asking.delete(term);
  }

  /** Sections of the term were seen: it was taken for over by mistake, or the university lists it again. */
  async seen(term: string): Promise<void> {
    if (!this.#over.delete(term) || this.#isOver(term)) return;
    await this.#attempt(() => this.#deps.terms.reopen(this.#deps.institution, term));
    this.#context.log.warn({ term }, 'a term that was over is listed again');
  }

  /** Ends what the calendar says is over, and what was begun and not finished. */
  async sweep(): Promise<void> {
    await this.#attempt(async () => {
      const { institution, terms } = this.#deps;
      this.#over = new Set(await terms.over(institution));
      const watched = await terms.watched(institution);
      const overNow = watched.filter((term) => this.#isOver(term));
      for (const term of watched) {
        if (this.#over.has(term)) await this.#end(term, 'it was over before');
        else if (this.#overBefore.has(term) && overNow.includes(term))
          await this.#end(term, 'its last month has passed');
      }
      this.#overBefore = new Set(overNow);
    });
  }

  #isOver(term: string): boolean {
    return this.#deps.calendar.termOf(term, this.#context.clock.now())?.over === true;
  }

  async #end(term: string, reason: string): Promise<void> {
    const watches = await this.#deps.terms.end(this.#deps.institution, term, this.#deps.channels);
    this.#over.add(term);
    if (watches > 0) this.#context.log.info({ term, watches, reason }, 'a term is over, its watches end');
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isForLater(error)) throw error;
      this.#context.log.warn({ code: error.code, reason: error.message }, 'the end of a term waits');
    }
  }
}
