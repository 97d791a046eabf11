/** Writes the results of looks in batches. Nothing is announced before it is written. */
import type { Announcement } from '../../domain/announcement.ts';
import type { Logger } from '../../runtime/index.ts';
import type { CommitResult, SectionStore } from '../../store/sections.ts';
import type { JobResult, Look, LookJob } from '../look-job.ts';
import type { CommitTraces } from './commit-traces.ts';
import type { Settlement, Shown } from './settle.ts';
import type { UnconfirmedStates } from './unconfirmed-states.ts';

/** A look with its result and settlement. */
export interface SettledLook {
  look: Look;
  shown: Shown;
  /** Requests made for it and not paid for. */
  requests: number;
  settlement: Settlement;
}

/** The outcome of a look at a section, as the metrics count it. */
export type Outcome = 'seen' | 'absent' | 'failed';

/** The counters of checking. */
export interface CheckingMetrics {
  readonly checks: { inc(labels: { institution: string; outcome: Outcome }, sections: number): void };
  readonly requests: { inc(labels: { host: string }, requests: number): void };
  readonly changes: { inc(labels: { institution: string }, changes: number): void };
  readonly errors: { inc(labels: { code: string }): void };
}

export interface WrittenLooksOptions {
  sections: SectionStore;
  announce: (announcement: Announcement) => void;
  /** Counts sections by how their look ended. */
  count: (outcome: Outcome, sections: number) => void;
  log: Logger;
  traces: Pick<CommitTraces, 'during'>;
  /** Of earlier batches. */
  unconfirmed: Pick<UnconfirmedStates, 'take'>;
}

/**
 * Writes a batch, whose jobs all have the same lease owner, and answers its looks. Rejects if the store fails;
 * everything written before that has been announced.
 */
export async function writeLooks(
  batch: readonly SettledLook[],
  { sections, announce, count, log, traces, unconfirmed }: WrittenLooksOptions,
): Promise<void> {
  const { owner } = batch[0]!.look.job;
  const of = <Item>(pick: (settlement: Settlement) => Item[]): Item[] =>
    batch.flatMap(({ settlement }) => pick(settlement));
  const commits = of((settlement) => settlement.commits);
  const { result, told } = await traces.during(batch, () => sections.commit(owner, commits));
  for (const { change } of result.changes)
    log.info({ change: change.id, before: change.before.status, after: change.after.status }, 'change');
  // Announced at once: if the store failed first, the committed changes would never be announced.
  announce({ ...announcementOf(batch, result), ...told });
  const states = await unconfirmed.take(sections);
  if (states.length > 0) announce({ type: 'announced', checked: [], states, changes: [] });
  // Lost sections were seen by another look meanwhile, so their leases are not needed any more.
  const lost = new Set(result.lost);
  const overtaken = commits
    .filter(({ section, inPassing }) => inPassing !== true && lost.has(section))
    .map(({ section }) => section);
  const release = [...of((settlement) => settlement.release), ...overtaken];
  if (release.length > 0) await sections.release(owner, release, 0);
  const gone = of(({ forget }) => forget);
  for (const section of gone) {
    const watches = await sections.forget(owner, section);
    if (watches > 0) log.info({ section, watches }, 'the source has no such section, its watches end');
  }
  // Another answer may have shown one of them meanwhile. It stays, and its lease must end.
  if (gone.length > 0) await sections.release(owner, gone, 0);
  for (const { look, shown, requests } of batch) {
    countSections(look.job, shown, count);
    look.answer(resultOf(shown, requests));
  }
}

function announcementOf(batch: readonly SettledLook[], { committed, changes }: CommitResult): Announcement {
  const written = new Set(committed.map(({ section }) => section));
  const states = batch.flatMap(({ settlement }) => settlement.published).filter(({ section }) => written.has(section));
  const checkedAt = new Map(
    batch
      .flatMap(({ shown }) => (shown.outcome === 'answered' ? shown.observed : []))
      .map(({ state }) => [state.section, state.checkedAt]),
  );
  const checked = committed.flatMap(({ section, nextCheckAt }) => {
    const at = checkedAt.get(section);
    return at === undefined
      ? []
      : [{ section, checkedAt: at, nextCheckAt: nextCheckAt === null ? null : new Date(nextCheckAt).toISOString() }];
  });
  return { type: 'announced', checked, states, changes };
}

function countSections({ sections }: LookJob, shown: Shown, count: WrittenLooksOptions['count']): void {
  if (shown.outcome === 'failed') return count('failed', sections.length);
  const unsure = new Set(shown.unsure.map(({ section }) => section));
  count('seen', shown.observed.length);
  count('absent', shown.absent.length);
  count('failed', sections.filter(({ section }) => unsure.has(section)).length);
}

function resultOf(shown: Shown, requests: number): JobResult {
  if (shown.outcome === 'failed') return { ...shown, requests };
  const { absent, unsure, opening } = shown;
  return { outcome: 'answered', absent, unsure, requests, ...(opening !== undefined && { opening }) };
}
