/**
 * Circuit breaker: closed → open after `failures` failures in a row → half-open after `resetMs` → closed after
 * `successes` successes in a row. While half-open, it lets through no more calls at a time than it still needs
 * successes.
 */
import { runtimeError } from '../errors.ts';
import type { Clock } from '../clock.ts';
import { callWithin } from './within.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerOptions {
  failures: number;
  resetMs: number;
  successes: number;
  callTimeoutMs: number;
}

export const BREAKER_DEFAULTS: BreakerOptions = { failures: 10, resetMs: 120_000, successes: 3, callTimeoutMs: 45_000 };

/** An admitted call. Settle it once; a second result, or one after the breaker has changed state, is ignored. */
export interface Permit {
  success(): void;
  failure(): void;
  /**
   * The other side refuses every call for now. Opens the breaker at once, for `pauseMs`. The pause doubles
   * each time this happens again before the breaker has closed, up to its reset time, unless `grows` is false.
   */
  trip(pauseMs: number, grows?: boolean): void;
  /** Neither success nor failure: for example, the call was never made. */
  release(): void;
}

type Condition =
  | { state: 'closed'; failuresInRow: number }
  | { state: 'open'; until: number }
  | { state: 'half-open'; successesInRow: number; probes: Set<Probe> };
/** A probe that was never settled stops counting at `forgottenAt`, so that a lost permit cannot block the breaker. */
interface Probe {
  forgottenAt: number;
}

export class Breaker {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #options: BreakerOptions;
  #condition: Condition = { state: 'closed', failuresInRow: 0 };
  /** Number of trips since the breaker was last closed. */
  #trips = 0;

  /** `name` is the name of the other side in errors, such as a host. */
  constructor(name: string, clock: Clock, options: BreakerOptions = BREAKER_DEFAULTS) {
    this.#name = name;
    this.#clock = clock;
    this.#options = options;
  }

  get state(): BreakerState {
    return this.#now().state;
  }

  /** Milliseconds until an open breaker lets a call through; 0 when it is not open. */
  get remainingMs(): number {
    const condition = this.#now();
    return condition.state === 'open' ? Math.ceil(condition.until - this.#clock.monotonic()) : 0;
  }

  /** Closes it by hand, as if enough calls had succeeded. Calls under way no longer count. */
  reset(): void {
    this.#condition = { state: 'closed', failuresInRow: 0 };
    this.#trips = 0;
  }

  /** Opens it by hand for `pauseMs`. */
  force(pauseMs: number): void {
    this.#open(pauseMs);
  }

  /** Lets a call through, or throws RUNTIME_BREAKER_OPEN, which does not count as a failure of the other side. */
  admit(): Permit {
    const condition = this.#now();
    switch (condition.state) {
      case 'open':
        throw this.#refusal();
      case 'closed':
        return this.#permit(condition, undefined);
      case 'half-open': {
        const now = this.#clock.monotonic();
        for (const probe of condition.probes) if (probe.forgottenAt <= now) condition.probes.delete(probe);
        if (condition.probes.size + condition.successesInRow >= this.#options.successes) throw this.#refusal();
        const probe = { forgottenAt: now + this.#options.callTimeoutMs };
        condition.probes.add(probe);
        return this.#permit(condition, probe);
      }
      default:
        return condition satisfies never;
    }
  }

  /** Makes a call if admitted. A rejection counts as a failure, as does a RUNTIME_CALL_TIMEOUT. */
  async call<Value>(work: () => Promise<Value>): Promise<Value> {
    const permit = this.admit();
    const timeoutMs = this.#options.callTimeoutMs;
    try {
      const value = await callWithin(this.#clock, timeoutMs, this.#name, work());
      permit.success();
      return value;
    } catch (error) {
      permit.failure();
      throw error;
    }
  }

  /** Returns the current condition. An open breaker becomes half-open when its time is over. */
  #now(): Condition {
    if (this.#condition.state === 'open' && this.#clock.monotonic() >= this.#condition.until) {
      this.#condition = { state: 'half-open', successesInRow: 0, probes: new Set() };
    }
    return this.#condition;
  }

  #permit(issuedIn: Condition, probe: Probe | undefined): Permit {
    let settled = false;
    const settle = (verdict: () => void) => {
      // the result of a call from an earlier condition does not count in this one
      if (settled || this.#condition !== issuedIn) return;
      settled = true;
      if (issuedIn.state === 'half-open' && probe !== undefined) issuedIn.probes.delete(probe);
      verdict();
    };
    return {
      success: () => settle(() => this.#succeeded(issuedIn)),
      failure: () => settle(() => this.#failed(issuedIn)),
      trip: (pauseMs, grows = true) => settle(() => this.#tripped(pauseMs, grows)),
      release: () => settle(() => undefined),
    };
  }

  #succeeded(condition: Condition): void {
    if (condition.state === 'closed') condition.failuresInRow = 0;
    if (condition.state !== 'half-open') return;
    condition.successesInRow += 1;
    if (condition.successesInRow >= this.#options.successes) this.reset();
  }

  #failed(condition: Condition): void {
    if (condition.state === 'closed' && ++condition.failuresInRow < this.#options.failures) return;
    this.#open(this.#options.resetMs);
  }

  #tripped(pauseMs: number, grows: boolean): void {
    this.#open(Math.min(this.#options.resetMs, pauseMs * 2 ** (grows ? this.#trips : 0)));
    if (grows) this.#trips += 1;
  }

  #open(pauseMs: number): void {
    this.#condition = { state: 'open', until: this.#clock.monotonic() + pauseMs };
  }

  #refusal(): Error {
    const { remainingMs } = this;
    const condition =
      remainingMs > 0 ? `open for another ${remainingMs} ms` : 'half-open, and as many calls as it needs are tried';
    return runtimeError('RUNTIME_BREAKER_OPEN', { name: this.#name, condition });
  }
}
