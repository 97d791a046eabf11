/** Which faults of the site are switched on, how often they strike and for how long. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { Clock } from '../../src/runtime/index.ts';
import { Random } from './random.ts';

/** Each fault with what a visitor gets. */
export const FAULTS = {
  error: 'an error page, on the page and on the API',
  reset: 'the connection is reset',
  hang: 'no answer comes',
  loginWall: 'a redirect to a sign-in page',
  emptyShell: 'the page loads, but its script never does',
  changedClassNames: 'the page uses other class names and ids',
  unauthorized: 'the API answers 401, whatever the header',
  truncated: "the API's JSON breaks off in the middle",
  cutRows: 'the API leaves out half of the rows it counts',
  noRows: 'the API finds nothing, whatever it is asked',
  forbidden: 'the edge of the site answers 403, on the page and on the API',
  tooManyRequests: 'the site answers 429 and asks to come back in three seconds',
  pageOnly: 'the page makes no search call, and the API is gone: only the list on the page can be read',
  oldMarkup: 'the page writes its rows as before Fall 2026, with "open seats" behind every number',
  vanishing: 'every second class is missing from all answers, which are otherwise complete',
  oddRow: 'the first class of each answer has no readable seats',
  movedApi: 'the API answers at another address, which the page knows',
  termGone: 'the term that students choose classes for is over: no answer shows it any more',
  mailQuota: 'the mail server refuses every mail, because its sender has sent enough today',
} as const;

export type FaultKind = keyof typeof FAULTS;
const KINDS = Object.keys(FAULTS) as FaultKind[];

/**
 * true: always. false: off. `rate`: for this share of the requests. `next`: for this many more requests. `seconds`: for
 * this long.
 */
const Fault = Type.Union([
  Type.Boolean(),
  Type.Object(
    {
      rate: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
      next: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      seconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 86_400 })),
    },
    { additionalProperties: false },
  ),
]);

export const Wish = Type.Object(
  {
    /** Milliseconds before every answer. */
    latencyMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 120_000 })),
    /** Milliseconds the mail server takes after a mail's final dot. */
    mailDelayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 600_000 })),
    /** Status of the `error` fault. */
    errorStatus: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
    ...(Object.fromEntries(KINDS.map((kind) => [kind, Type.Optional(Fault)])) as Record<
      FaultKind,
      ReturnType<typeof Type.Optional<typeof Fault>>
    >),
  },
  { additionalProperties: false },
);
export type Wish = Static<typeof Wish>;

interface ActiveFault {
  rate: number;
  left: number;
  /** On the monotonic clock. */
  until: number;
}

export class Misbehaviour {
  latencyMs = 0;
  mailDelayMs = 0;
  errorStatus = 500;
  readonly #faults = new Map<FaultKind, ActiveFault>();
  readonly #random: Random;
  readonly #clock: Clock;

  constructor(seed: number, clock: Clock) {
    this.#random = new Random(seed);
    this.#clock = clock;
  }

  /** Switches faults on or off. Faults that are not named stay as they are. */
  wish({ latencyMs, mailDelayMs, errorStatus, ...faults }: Wish): void {
    this.latencyMs = latencyMs ?? this.latencyMs;
    this.mailDelayMs = mailDelayMs ?? this.mailDelayMs;
    this.errorStatus = errorStatus ?? this.errorStatus;
    for (const kind of KINDS) {
      const wanted = faults[kind];
      if (wanted === false) this.#faults.delete(kind);
      else if (wanted !== undefined) this.#faults.set(kind, this.#activated(wanted === true ? {} : wanted));
    }
  }

  /** Switches all faults off. */
  clear(): void {
    this.#faults.clear();
    this.latencyMs = 0;
    this.mailDelayMs = 0;
    this.errorStatus = 500;
  }

  /** Whether this request meets the fault; counts it against `next`. */
  strikes(kind: FaultKind): boolean {
    const fault = this.#activeFault(kind);
    if (fault === undefined || !this.#random.chance(fault.rate)) return false;
    fault.left -= 1;
    if (fault.left <= 0) this.#faults.delete(kind);
    return true;
  }

  /** The faults that are switched on, in the shape of a wish. */
  get current(): Wish {
    const faults = KINDS.flatMap((kind) => {
      const fault = this.#activeFault(kind);
      if (fault === undefined) return [];
      const { rate, left, until } = fault;
      return [
        [
          kind,
          {
            rate,
            ...(left !== Infinity && { next: left }),
            ...(until !== Infinity && { seconds: (until - this.#clock.monotonic()) / 1_000 }),
          },
        ],
      ];
    });
    return {
      latencyMs: this.latencyMs,
      mailDelayMs: this.mailDelayMs,
      errorStatus: this.errorStatus,
      ...(Object.fromEntries(faults) as Partial<Record<FaultKind, { rate: number }>>),
    };
  }

  #activated({
    rate = 1,
    next = Infinity,
    seconds = Infinity,
  }: {
    rate?: number;
    next?: number;
    seconds?: number;
  }): ActiveFault {
    return { rate, left: next, until: this.#clock.monotonic() + seconds * 1_000 };
  }

  #activeFault(kind: FaultKind): ActiveFault | undefined {
    const fault = this.#faults.get(kind);
    if (fault === undefined || fault.until > this.#clock.monotonic()) return fault;
    this.#faults.delete(kind);
    return undefined;
  }
}
