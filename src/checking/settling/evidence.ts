/** What an answer shows that matters to the guard against mass changes. Pure. */
import type { Anomaly } from '../../domain/mass-change.ts';
import type { LookJob } from '../look-job.ts';
import type { Comparison } from '../looking/compare.ts';

export interface Evidence {
  anomalies: Anomaly[];
  /** The watched sections about which the answer is sure. */
  seen: string[];
  /** The number of sections that could have opened: they were not open before. */
  able: number;
}

/** A failed look shows nothing. */
export const NO_EVIDENCE: Evidence = { anomalies: [], seen: [], able: 0 };

export function evidenceOf(job: LookJob, answer: Comparison): Evidence {
  const rows = [...job.sections, ...answer.inPassing];
  const sure = new Set([...answer.observed.map(({ state }) => state.section), ...answer.absent]);
  const shut = new Set(
    rows.filter(({ state }) => state !== null && state.status !== 'open').map(({ section }) => section),
  );
  return {
    anomalies: anomaliesIn(job, answer),
    seen: rows.filter(({ section, watched }) => watched && sure.has(section)).map(({ section }) => section),
    able: answer.observed.filter(({ state }) => shut.has(state.section)).length,
  };
}

/** Returns the anomalies in an answer: results that rarely happen to many sections at once. */
export function anomaliesIn(job: LookJob, answer: Pick<Comparison, 'observed' | 'absent' | 'gone'>): Anomaly[] {
  const shown = answer.observed.flatMap(({ state: { section }, changes }) =>
    changes.flatMap(({ kind }): Anomaly[] => (kind === 'opened' || kind === 'listed' ? [{ section, kind }] : [])),
  );
  const there = new Set(
    job.sections
      .filter(({ state, missingForMs }) => state !== null && state.status !== 'cancelled' && missingForMs === null)
      .map(({ section }) => section),
  );
  const absent = answer.absent
    .filter((section) => there.has(section))
    .map((section): Anomaly => ({ section, kind: 'absent' }));
  return [...shown, ...absent, ...answer.gone.map((section): Anomaly => ({ section, kind: 'gone' }))];
}
