/**
 * The guard of one institution. A look that shows an anomaly waits here until it is clear whether it is a mass change.
 * Pure; times are monotonic milliseconds.
 */
import type { MassChangeRule, Anomaly, AnomalyKind } from '../../domain/mass-change.ts';
import { dependsOnWatched, isMassChange, secondLookInMs } from '../../domain/mass-change.ts';
import type { Evidence } from './evidence.ts';
import { Surroundings } from './surroundings.ts';

interface Held<Look> {
  look: Look;
  anomalies: Anomaly[];
  heldAtMs: number;
  isLong: boolean;
  /** The number of the newest look that was under way. */
  newest: number;
}

export interface Decision<Look> {
  /** Looks to write. */
  commit: Look[];
  /** Looks to repeat after `afterMs` milliseconds. Only what the second look confirms is written. */
  again: { look: Look; anomalies: Anomaly[]; afterMs: number }[];
}

/**
 * How long a look waits at most for other looks to show whether many sections changed. Students wait for openings: a
 * look with some waits only for those that are under way, and only a moment if the answers so far show no sign of a
 * glitch. Others wait for this share of the interval, which is about as long as a glitch needs to show itself, or until
 * no look has been under way for `quietMs`.
 */
const HOLD = { calmMs: 30, openedMs: 250, othersShare: 0.25, othersMs: 60_000, quietMs: 10_000 };

export class Guard<Look> {
  readonly #rule: MassChangeRule;
  readonly #intervalMs: number;
  readonly #surroundings: Surroundings;
  #held: Held<Look>[] = [];
  #newest = 0;
  /** By id: the numbers of the looks under way, the oldest first. */
  readonly #underWay = new Map<string, number>();
  /** When the last look ended. */
  #endedAtMs = 0;

  constructor(rule: MassChangeRule, intervalMs: number) {
    this.#rule = rule;
    this.#intervalMs = intervalMs;
    this.#surroundings = new Surroundings(rule, intervalMs);
  }

  /** Records that a first look is under way. */
  begun(id: string): void {
    this.#newest += 1;
    this.#underWay.delete(id);
    this.#underWay.set(id, this.#newest);
  }

  /** Records that a first look ended without an answer. */
  ended(id: string, nowMs: number): void {
    this.#underWay.delete(id);
    this.#endedAtMs = nowMs;
  }

  /**
   * Records the answer of a first look. Holds `look` if it shows an anomaly, and returns whether it does.
   * `isAwaited`: somebody waits for the answer, so it is held for a moment only.
   */
  seen(id: string, look: Look, evidence: Evidence, nowMs: number, isAwaited: boolean): boolean {
    this.ended(id, nowMs);
    this.#surroundings.add(evidence, nowMs);
    const { anomalies } = evidence;
    if (anomalies.length === 0) return false;
    this.#held.push({
      look,
      anomalies,
      heldAtMs: nowMs,
      isLong: isLong(anomalies) && !isAwaited,
      newest: this.#newest,
    });
    return true;
  }

  /** Returns the milliseconds until the next held look is decided; null if none is held. */
  dueInMs(nowMs: number): number | null {
    if (this.#held.length === 0) return null;
    const dueAtMs = this.#dueAt(nowMs);
    return Math.max(0, Math.min(...this.#held.map(dueAtMs)) - nowMs);
  }

  /** Returns whether the decision depends on the number of watched sections. */
  mustCount(nowMs: number): boolean {
    const kinds = new Set(this.#held.flatMap(({ anomalies }) => anomalies.map(({ kind }) => kind)));
    return [...kinds].some((kind) => dependsOnWatched(this.#surroundings.counts(kind, nowMs), this.#rule));
  }

  /**
   * Decides about the looks that have waited long enough, and removes them from the guard. `watched` as in
   * `isMassChange`.
   */
  decide(nowMs: number, watched: number | null): Decision<Look> {
    const dueAtMs = this.#dueAt(nowMs);
    const [due, waiting]: [Held<Look>[], Held<Look>[]] = [[], []];
    for (const held of this.#held) (dueAtMs(held) <= nowMs ? due : waiting).push(held);
    this.#held = waiting;
    const isMass = (kind: AnomalyKind): boolean =>
      isMassChange(this.#surroundings.counts(kind, nowMs), watched, this.#rule);
    const decision: Decision<Look> = { commit: [], again: [] };
    for (const { look, anomalies } of due) {
      const doubted = [...new Set(anomalies.map(({ kind }) => kind))].filter(isMass);
      if (doubted.length === 0) decision.commit.push(look);
      else
        decision.again.push({
          look,
          anomalies,
          afterMs: Math.max(...doubted.map((kind) => secondLookInMs(kind, this.#intervalMs))),
        });
    }
    return decision;
  }

  /** Returns a function that tells when a held look has waited long enough. */
  #dueAt(nowMs: number): (held: Held<Look>) => number {
    const othersMs = Math.min(HOLD.othersMs, HOLD.othersShare * this.#intervalMs);
    const quietAtMs = this.#underWay.size > 0 ? Infinity : this.#endedAtMs + HOLD.quietMs;
    const openedMs = this.#surroundings.isCalm(nowMs) ? HOLD.calmMs : HOLD.openedMs;
    const [oldest = Infinity] = this.#underWay.values();
    return ({ heldAtMs, isLong: waitsLong, newest }) => {
      if (waitsLong) return Math.min(heldAtMs + othersMs, quietAtMs);
      return heldAtMs + (oldest > newest ? 0 : openedMs);
    };
  }
}

/** Returns whether a look may wait for longer than a moment, because it shows no opening that students wait for. */
export function isLong(anomalies: readonly Anomaly[]): boolean {
  return anomalies.every(({ kind }) => kind !== 'opened');
}
