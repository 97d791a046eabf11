/**
 * Looks that visitors cause: at a section nobody has seen, or at what somebody searches for. One look at a time for the same
 * thing, a bounded number in all, and an answer is good for a while, so that asking again costs the source nothing.
 */
import type { Clock } from '../actors/runtime/clock.ts';
import type { ActorContext } from '../actors/runtime/actor.ts';
import type { LookReply } from '../actors/scheduler.ts';
import type { SectionKey } from '../domain/section.ts';
import { formatSectionKey } from '../domain/section.ts';
import { PmcError, reasonOf } from '../errors.ts';
import type { Actors } from './actors.ts';
import { ExpiringMap } from './expiring-map.ts';

/** How long the source's answer is repeated without asking it again. */
const GOOD_FOR_MS = 5 * 60_000;
const REMEMBERED = 10_000;
const IN_FLIGHT_MAX = 64;

export type VisitorLook = LookReply | { outcome: 'pending' };

export class Looks {
  readonly #actors: Pick<Actors, 'look'>;
  readonly #clock: Clock;
  readonly #log: ActorContext<never>['log'];
  readonly #inFlight = new Map<string, Promise<LookReply>>();
  readonly #answered: ExpiringMap<LookReply>;

  constructor(actors: Pick<Actors, 'look'>, { clock, log }: Pick<ActorContext<never>, 'clock' | 'log'>) {
    this.#actors = actors;
    this.#clock = clock;
    this.#log = log;
    this.#answered = new ExpiringMap(clock, GOOD_FOR_MS, REMEMBERED);
  }

  /** Looks at one section; `pending` when the answer has not come within `waitMs`. The look goes on then. */
  section(key: SectionKey, waitMs: number): Promise<VisitorLook> {
    const section = formatSectionKey(key);
    return this.#look(section, () => this.#actors.look(key.institution, { section }), waitMs);
  }

  /** Lets the source search. */
  search(institution: string, term: string, text: string, waitMs: number): Promise<VisitorLook> {
    const words = text.toLowerCase().split(/\s+/).join(' ');
    return this.#look(`${institution}/${term}?${words}`, () => this.#actors.look(institution, { term, text }), waitMs);
  }

  async #look(name: string, ask: () => Promise<LookReply>, waitMs: number): Promise<VisitorLook> {
    const answered = this.#answered.get(name);
    if (answered !== undefined) return answered;
    if (!this.#inFlight.has(name) && this.#inFlight.size >= IN_FLIGHT_MAX) return { outcome: 'pending' };
    const look = this.#inFlight.get(name) ?? this.#start(name, ask());
    if (waitMs === 0) return { outcome: 'pending' };
    return this.#upTo(waitMs, look);
  }

  /** Never rejects: a look that could not be made has seen nothing. */
  #start(name: string, asked: Promise<LookReply>): Promise<LookReply> {
    const look = asked.catch((error: unknown): LookReply => {
      this.#log.warn({ look: name, reason: reasonOf(error) }, 'look for a visitor failed');
      return { outcome: 'unseen', code: error instanceof PmcError ? error.code : 'PMC_INTERNAL', message: reasonOf(error) };
    }).then((reply) => {
      this.#inFlight.delete(name);
      if (reply.outcome !== 'unseen') this.#answered.set(name, reply);
      return reply;
    });
    this.#inFlight.set(name, look);
    return look;
  }

  #upTo(waitMs: number, look: Promise<LookReply>): Promise<VisitorLook> {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => resolve({ outcome: 'pending' }), waitMs);
      void look.then((reply) => {
        this.#clock.clearTimeout(timer);
        resolve(reply);
      });
    });
  }
}
