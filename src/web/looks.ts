/**
 * Looks requested by people: at a section that has never been seen, or for a search. Only one look for the same thing
 * runs at a time. The number of looks is limited per client and in total. Answers are cached for a while, so that a
 * repeated request costs the source nothing. The scheduler decides how much of the request budget these looks may use.
 * A client that has used up its part is refused here until it may ask again.
 */
import type { FastifyReply } from 'fastify';
import type { ActorContext, Clock } from '../runtime/index.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
import type { Asker, LookReply } from '../checking/claiming/waiting-looks.ts';
import type { SectionKey } from '../domain/section.ts';
import { formatSectionKey } from '../domain/section.ts';
import type { Actors } from './actors.ts';
import { ExpiringMap } from './expiring-map.ts';
import { codeOf } from '../telemetry/error-code.ts';

/** Milliseconds for which an answer of the source is cached. */
const GOOD_FOR_MS = 5 * 60_000;
const REMEMBERED = 10_000;
const IN_FLIGHT_MAX = 512;
const IN_FLIGHT_OF_ONE_MAX = 16;
/** How long to wait for a refusal, which is immediate: the breaker is open, or checks are paused. */
const REFUSAL_MS = 100;

type Unseen = Extract<Answered, { outcome: 'unseen' }>;

/** `at`: when the source answered, epoch ms. */
export type Answered = LookReply & { at: number };
export type LookAnswer = Answered | { outcome: 'pending' };

export class Looks {
  readonly #actors: Pick<Actors, 'look'>;
  readonly #clock: Clock;
  readonly #log: ActorContext<never>['log'];
  readonly #inFlight = new Map<string, Promise<Answered>>();
  readonly #inFlightOf = new Map<string, number>();
  readonly #answered: ExpiringMap<Answered>;
  /** Clients that have used up their part, until a monotonic time. */
  readonly #refused: ExpiringMap<{ reply: Unseen; until: number }>;

  constructor(actors: Pick<Actors, 'look'>, { clock, log }: Pick<ActorContext<never>, 'clock' | 'log'>) {
    this.#actors = actors;
    this.#clock = clock;
    this.#log = log;
    this.#answered = new ExpiringMap(clock, GOOD_FOR_MS, REMEMBERED);
    this.#refused = new ExpiringMap(clock, GOOD_FOR_MS, REMEMBERED);
  }

  /**
   * Starts a look at one section. Returns `unseen` if the look is refused at once, otherwise `pending`. The next
   * request for the section gets the answer.
   */
  async start(key: SectionKey, by: Asker): Promise<LookAnswer> {
    const section = formatSectionKey(key);
    const repeated = this.#answered.get(section);
    if (repeated !== undefined) return repeated;
    const answer = await this.section(key, by, REFUSAL_MS);
    return answer.outcome === 'unseen' ? answer : { outcome: 'pending' };
  }

  /** Looks at one section. Returns `pending` after `waitMs`; the look continues. */
  section(key: SectionKey, by: Asker, waitMs: number): Promise<LookAnswer> {
    const section = formatSectionKey(key);
    return this.#look(section, by, () => this.#actors.look(key.institution, { section }, by), waitMs);
  }

  /** Searches at the source. Returns `pending` after `waitMs`; the look continues. */
  search(institution: string, term: string, text: string, by: Asker, waitMs: number): Promise<LookAnswer> {
    return this.#look(
      nameOf(institution, term, text),
      by,
      () => this.#actors.look(institution, { term, text }, by),
      waitMs,
    );
  }

  /** Returns the source's answer to a search of the last minutes, if there is one. Asks nothing. */
  recentSearch(institution: string, term: string, text: string): Answered | undefined {
    return this.#answered.get(nameOf(institution, term, text));
  }

  async #look(name: string, by: Asker, ask: () => Promise<LookReply>, waitMs: number): Promise<LookAnswer> {
    const answered = this.#answered.get(name);
    if (answered !== undefined) return answered;
    // A student does not share a visitor's look, which may have to wait for the visitors' turn.
    const [who, flight] = 'student' in by ? [`student ${by.student}`, `for students ${name}`] : [by.client, name];
    const refused = this.#refused.get(who);
    const leftMs = (refused?.until ?? 0) - this.#clock.monotonic();
    const underWay = this.#inFlight.get(flight);
    if (underWay === undefined) {
      if (refused !== undefined && leftMs > 0) return { ...refused.reply, retryInMs: leftMs };
      if (this.#inFlight.size >= IN_FLIGHT_MAX || (this.#inFlightOf.get(who) ?? 0) >= IN_FLIGHT_OF_ONE_MAX)
        return { outcome: 'pending' };
    }
    const look = underWay ?? this.#start(name, flight, who, ask());
    return this.#upTo(waitMs, look);
  }

  /** Never rejects: a look that fails counts as `unseen`. */
  #start(name: string, flight: string, who: string, asked: Promise<LookReply>): Promise<Answered> {
    const look = asked
      .catch((error: unknown): LookReply => {
        this.#log.warn({ look: name, reason: reasonOf(error) }, 'a look for somebody who waits failed');
        return { outcome: 'unseen', code: codeOf(error), message: reasonOf(error) };
      })
      .then((given) => {
        const reply = { ...given, at: this.#clock.now() };
        this.#inFlight.delete(flight);
        this.#count(who, -1);
        if (reply.outcome !== 'unseen') this.#answered.set(name, reply);
        else if (reply.code === 'PMC_VISITOR_LIMIT')
          this.#refused.set(who, { reply, until: this.#clock.monotonic() + (reply.retryInMs ?? 0) });
        return reply;
      });
    this.#inFlight.set(flight, look);
    this.#count(who, 1);
    return look;
  }

  #count(who: string, by: number): void {
    const count = (this.#inFlightOf.get(who) ?? 0) + by;
    if (count === 0) this.#inFlightOf.delete(who);
    else this.#inFlightOf.set(who, count);
  }

  #upTo(waitMs: number, look: Promise<Answered>): Promise<LookAnswer> {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => resolve({ outcome: 'pending' }), waitMs);
      void look.then((reply) => {
        this.#clock.clearTimeout(timer);
        resolve(reply);
      });
    });
  }
}

function nameOf(institution: string, term: string, text: string): string {
  return `${institution}/${term}?${text.toLowerCase().split(/\s+/).join(' ')}`;
}

/** Returns the error for a look that saw nothing. Sets Retry-After if the time is known. */
export function unseenError({ code, message, retryInMs }: Unseen, reply: Pick<FastifyReply, 'header'>): CodedError {
  if (retryInMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(retryInMs / 1_000)));
  return new CodedError(code, 'later', message);
}
