/** How the site misbehaves on request: which faults are switched on, how often and for how long. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Random } from './random.ts';

/** Every fault, with what a visitor gets. */
export const FAULTS = {
  error: 'an error page, on the page and on the API',
  reset: 'the connection is reset',
  hang: 'no answer ever comes',
  loginWall: 'a redirect to a sign-in page',
  emptyShell: 'the page loads, but its script never does',
  changedClassNames: 'the page uses other class names and ids',
  unauthorized: 'the API answers 401, whatever the header',
  truncated: 'the API\'s JSON breaks off in the middle',
  cutRows: 'the API leaves out half of the rows it counts',
  noRows: 'the API finds nothing, whatever it is asked',
} as const;

export type FaultKind = keyof typeof FAULTS;
const KINDS = Object.keys(FAULTS) as FaultKind[];

/** true: always; `rate`: for that share of requests; `next`: for that many more of them, then no longer; false: not any more. */
const Fault = Type.Union([
  Type.Boolean(),
  Type.Object({ rate: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })), next: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) }, { additionalProperties: false }),
]);

export const Wish = Type.Object({
  /** Milliseconds before every answer. */
  latencyMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 120_000 })),
  /** Status of the `error` fault. */
  errorStatus: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
  ...(Object.fromEntries(KINDS.map((kind) => [kind, Type.Optional(Fault)])) as Record<FaultKind, ReturnType<typeof Type.Optional<typeof Fault>>>),
}, { additionalProperties: false });
export type Wish = Static<typeof Wish>;

interface ActiveFault { rate: number; left: number }

export class Misbehaviour {
  latencyMs = 0;
  errorStatus = 500;
  readonly #faults = new Map<FaultKind, ActiveFault>();
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** Switches faults on or off; what the wish does not name stays as it is. */
  wish({ latencyMs, errorStatus, ...faults }: Wish): void {
    this.latencyMs = latencyMs ?? this.latencyMs;
    this.errorStatus = errorStatus ?? this.errorStatus;
    for (const kind of KINDS) {
      const wanted = faults[kind];
      if (wanted === false) this.#faults.delete(kind);
      else if (wanted !== undefined) this.#faults.set(kind, { rate: 1, ...(wanted === true ? {} : wanted), left: (wanted !== true && wanted.next) || Infinity });
    }
  }

  /** Back to a site that works. */
  clear(): void {
    this.#faults.clear();
    this.latencyMs = 0;
    this.errorStatus = 500;
  }

  /** Whether this request meets the fault; counts it against `next`. */
  strikes(kind: FaultKind): boolean {
    const fault = this.#faults.get(kind);
    if (fault === undefined || !this.#random.chance(fault.rate)) return false;
    fault.left -= 1;
    if (fault.left <= 0) this.#faults.delete(kind);
    return true;
  }

  /** What is switched on, in the shape of a wish. */
  get current(): Wish {
    const faults = [...this.#faults].map(([kind, { rate, left }]) => [kind, { rate, ...(left !== Infinity && { next: left }) }]);
    return { latencyMs: this.latencyMs, errorStatus: this.errorStatus, ...Object.fromEntries(faults) as Partial<Record<FaultKind, { rate: number }>> };
  }
}
