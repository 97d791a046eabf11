/** Turns the result of a look into changes to the rows of its sections. Pure. */
import { confirmInMs, isMissingLong } from '../../domain/absence.ts';
import { LOOKS_UNTIL_UNKNOWN, retryInMs } from '../../domain/cadence.ts';
import { observeCancelled } from '../../domain/change.ts';
import type { SectionState } from '../../domain/section.ts';
import { checkingError } from '../errors.ts';
import type { ClaimedSection, SectionCommit } from '../../store/sections.ts';
import type { Course, SeenSeats } from '../../store/watched.ts';
import type { LookJob } from '../look-job.ts';
import type { Comparison } from '../looking/compare.ts';
import { wholeState } from '../looking/whole-sections.ts';
import type { Cost, LookFailed } from '../looking/look-result.ts';
import type { After } from '../choosing/next-look.ts';
import { nextLooks } from '../choosing/next-look.ts';
import { anomaliesIn } from './evidence.ts';

export interface Settlement {
  commits: SectionCommit[];
  /** States to publish unless their commit is lost: new, changed, or turned to or from `unknown`. */
  published: SectionState[];
  /** Sections that the source surely does not have. */
  forget: string[];
  /** Sections given back without a verdict. */
  release: string[];
}

/** The result of a look that was answered or failed. */
export type Shown = (Comparison & Pick<Cost, 'opening'> & { outcome: 'answered'; by?: string }) | LookFailed;

export interface CadenceRule {
  intervalMs: number;
  nowMs: number;
  random: () => number;
}

/** A rule, and the estimate of the next look. */
interface Next extends CadenceRule {
  lookInMs: (after: After) => number;
}

export function settle(job: LookJob, shown: Shown, cadence: CadenceRule): Settlement {
  const rule: Next = { ...cadence, lookInMs: nextLooks(allAfter(job, shown), job.pace, cadence.nowMs) };
  const settlement: Settlement = { commits: [], published: [], forget: [], release: [] };
  if (shown.outcome === 'failed') {
    for (const section of job.sections) settleFailed(settlement, section, failureOf(shown, shown.message), rule);
    return settlement;
  }
  const claimed = new Map(job.sections.map((section) => [section.section, section]));
  const passed = new Map(shown.inPassing.map((section) => [section.section, section]));
  const doubted = notAgreed(job, shown);
  // Only the second look showed these, so the next look decides.
  settlement.release.push(...[...doubted].filter((section) => claimed.has(section)));
  for (const observation of shown.observed) {
    const { section } = observation.state;
    if (doubted.has(section)) continue;
    settleObserved(settlement, claimed.get(section) ?? passed.get(section), observation, !claimed.has(section), rule);
  }
  for (const section of shown.absent)
    if (!doubted.has(section)) settleAbsent(settlement, job, claimed.get(section)!, shown.gone.includes(section), rule);
  for (const { section, reason } of shown.unsure) {
    const unsure = claimed.get(section);
    if (unsure !== undefined)
      settleFailed(
        settlement,
        unsure,
        failureOf(shown, checkingError('PMC_SECTION_UNSURE', { section, reason }).message),
        rule,
      );
  }
  return settlement;
}

/** Returns the sections that show an anomaly that the first look did not show. */
function notAgreed(job: LookJob, shown: Comparison): Set<string> {
  if (job.agreed === null) return new Set();
  const agreed = new Set(job.agreed.map(({ section, kind }) => `${kind} ${section}`));
  return new Set(
    anomaliesIn(job, shown)
      .filter(({ section, kind }) => !agreed.has(`${kind} ${section}`))
      .map(({ section }) => section),
  );
}

/** Returns the sections as they are after the look. */
function allAfter({ sections }: LookJob, shown: Shown): After[] {
  if (shown.outcome === 'failed') return sections;
  const states = new Map(shown.observed.map(({ state }) => [state.section, state]));
  return [...sections, ...shown.inPassing].map((section) => after(section, states.get(section.section)));
}

function after(section: After, state: (SeenSeats & Partial<Course>) | undefined): After {
  const { subject, catalogNumber } = state ?? {};
  const course = subject === undefined || catalogNumber === undefined ? section.course : { subject, catalogNumber };
  return { ...section, course, state: state ?? section.state };
}

function dueIn(rule: Next, section: After, failures: number): number {
  return retryInMs(failures, rule.intervalMs, rule.random) ?? rule.lookInMs(section);
}

function settleObserved(
  settlement: Settlement,
  section: ClaimedSection | undefined,
  observed: Comparison['observed'][number],
  inPassing: boolean,
  rule: Next,
): void {
  const { state, changes } = observed;
  const isSame = section?.state?.version === state.version;
  const whole = 'again' in observed ? null : observed.state;
  settlement.commits.push({
    section: state.section,
    expectedVersion: section?.state?.version ?? 0,
    ...(isSame ? { state: null, checkedAt: state.checkedAt } : { state: whole }),
    unknown: false,
    missing: false,
    failures: 0,
    demand: section?.demand ?? 0,
    dueInMs: dueIn(rule, after(section ?? { ...state, course: null, watches: 0, state }, state), 0),
    changes,
    ...(inPassing && { inPassing }),
  });
  if (whole !== null && (!isSame || section?.unknown === true)) settlement.published.push(whole);
}

/**
 * `gone`: a search by its class number did not find it either, some time after it was first missing. Only this proves
 * that a section no longer exists.
 */
function settleAbsent(
  settlement: Settlement,
  { request }: LookJob,
  section: ClaimedSection,
  gone: boolean,
  rule: Next,
): void {
  const { section: key, unknown, watched, demand } = section;
  const state = wholeState(section);
  if (state === null && !watched) {
    settlement.release.push(key);
    return;
  }
  if (state === null && gone) {
    settlement.forget.push(key);
    return;
  }
  const base = { section: key, expectedVersion: state?.version ?? 0, missing: true, failures: 0, demand };
  if (state === null || (state.status !== 'cancelled' && !gone)) {
    // Not a sure look at this section: its state and checkedAt stay, and it is asked for by number soon. If that was
    // just done and no canary could vouch for the answer, the next look can wait.
    const asked = request.by === 'class' && isMissingLong(section);
    settlement.commits.push({
      ...base,
      state: null,
      unknown,
      dueInMs: asked ? dueIn(rule, section, 0) : confirmInMs(section),
      changes: [],
    });
    return;
  }
  const { state: cancelled, changes } = observeCancelled(state, new Date(rule.nowMs).toISOString());
  settlement.commits.push({
    ...base,
    state: cancelled,
    unknown: false,
    dueInMs: dueIn(rule, after(section, cancelled), 0),
    changes,
  });
  if (changes.length > 0 || unknown) settlement.published.push(cancelled);
}

type Failure = NonNullable<SectionCommit['failure']>;

function failureOf({ by }: Shown, error: string): Failure {
  return { error, ...(by !== undefined && { by }) };
}

function settleFailed(settlement: Settlement, section: ClaimedSection, failure: Failure, rule: Next): void {
  if (section.state === null && !section.watched) {
    settlement.release.push(section.section);
    return;
  }
  const inRow = section.failures + 1;
  const isUnwatched = !section.watched && inRow >= LOOKS_UNTIL_UNKNOWN;
  // A request shows many sections that nobody watches. Nobody waits for them, so they get no dead letter. Their count
  // stops before it, so that a watch that begins gets one with the next failed look.
  const failures = isUnwatched ? LOOKS_UNTIL_UNKNOWN - 1 : inRow;
  const unknown = section.unknown || inRow >= LOOKS_UNTIL_UNKNOWN;
  settlement.commits.push({
    section: section.section,
    expectedVersion: section.state?.version ?? 0,
    state: null,
    unknown,
    missing: section.missingForMs !== null,
    failures,
    demand: section.demand,
    dueInMs: dueIn(rule, section, failures),
    changes: [],
    failure,
    ...(failures === LOOKS_UNTIL_UNKNOWN && { deadLetter: { error: failure.error, attempts: failures } }),
  });
  const state = wholeState(section);
  if (state !== null && unknown && !section.unknown) settlement.published.push({ ...state, status: 'unknown' });
}
