/**
 * What this process saw in the last while, as far as it matters to the guard against mass changes. Pure; times are
 * monotonic milliseconds.
 */
import type { ChangeCounts, MassChangeRule, AnomalyKind } from '../../domain/mass-change.ts';
import { excessAfter } from '../../domain/mass-change.ts';
import type { Evidence } from './evidence.ts';

/** By section, the latest last. */
type Times = Map<string, number>;

/**
 * Anomalies within this share of the interval count as one event. Within these limits: a glitch lasts longer than
 * some seconds, and the changes of an hour are not one event.
 */
const WINDOW = { share: 0.25, leastMs: 15_000, mostMs: 300_000 };

/** An excess below this is none: sums of shares are not exact. */
const CALM = 1e-9;

export class Surroundings {
  readonly #rule: MassChangeRule;
  readonly #windowMs: number;
  /** When each watched section was last seen. */
  readonly #seen: Times = new Map();
  /** By kind: when each section last showed it. */
  readonly #shown: Record<AnomalyKind, Times> = {
    opened: new Map(),
    absent: new Map(),
    gone: new Map(),
    listed: new Map(),
  };
  #excess = 0;
  #excessAtMs = 0;

  constructor(rule: MassChangeRule, intervalMs: number) {
    this.#rule = rule;
    this.#windowMs = Math.min(WINDOW.mostMs, Math.max(WINDOW.leastMs, WINDOW.share * intervalMs));
  }

  /** Adds what a first look showed. */
  add({ anomalies, seen, able }: Evidence, nowMs: number): void {
    this.#forget(nowMs);
    for (const section of seen) put(this.#seen, section, nowMs);
    for (const { section, kind } of anomalies) put(this.#shown[kind], section, nowMs);
    const opened = anomalies.filter(({ kind }) => kind === 'opened').length;
    if (opened > 0) this.#excessAtMs = nowMs;
    this.#excess = excessAfter(this.#excess, opened, able, this.#rule);
  }

  /** Whether there is no sign that more sections open than usual. */
  isCalm(nowMs: number): boolean {
    this.#forget(nowMs);
    return this.#excess < CALM;
  }

  counts(kind: AnomalyKind, nowMs: number): ChangeCounts {
    this.#forget(nowMs);
    const excess = kind === 'opened' ? this.#excess : 0;
    return { shown: this.#shown[kind].size, seen: this.#seen.size, excess };
  }

  #forget(nowMs: number): void {
    const since = nowMs - this.#windowMs;
    for (const times of [this.#seen, ...Object.values(this.#shown)]) forgetBefore(times, since);
    if (this.#excessAtMs < since) this.#excess = 0;
  }
}

function put(times: Times, section: string, nowMs: number): void {
  times.delete(section);
  times.set(section, nowMs);
}

function forgetBefore(times: Times, sinceMs: number): void {
  for (const [section, atMs] of times) {
    if (atMs >= sinceMs) return;
    times.delete(section);
  }
}
