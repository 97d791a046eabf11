/** What looks have settled is written in batches; nobody hears of anything before it is written. */
import type { Announcement } from '../../domain/announcement.ts';
import type { ChannelName } from '../../domain/notification.ts';
import type { Logger } from '../../runtime/index.ts';
import type { CommitResult, SectionStore } from '../../store/sections.ts';
import type { JobResult, Look, LookJob } from '../look-job.ts';
import type { Settlement, Shown } from './settle.ts';

/** A look that has been seen and settled. */
export interface SettledLook {
  look: Look;
  shown: Shown;
  /** Made for it and not paid for. */
  requests: number;
  settlement: Settlement;
}

/** How the look at a section ended, as the metrics count it. */
export type Outcome = 'seen' | 'absent' | 'failed';

/** The counters of checking. */
export interface CheckingMetrics {
  readonly checks: { inc(labels: { institution: string; outcome: Outcome }, sections: number): void };
  readonly requests: { inc(labels: { host: string }, requests: number): void };
}

export interface WrittenLooksOptions {
  sections: SectionStore;
  /** Over which a student hears that a watch ended. */
  channels: ChannelName[];
  announce: (announcement: Announcement) => void;
  /** Counts sections by how their look ended. */
  count: (outcome: Outcome, sections: number) => void;
  log: Logger;
}

/**
 * Writes a batch, all of whose jobs hold leases of one owner, and answers its looks. Rejects when the store does not
 * take it; what was written by then has been announced.
 */
export async function writeLooks(
  batch: readonly SettledLook[],
  { sections, channels, announce, count, log }: WrittenLooksOptions,
): Promise<void> {
  const { owner } = batch[0]!.look.job;
  const of = <Item>(pick: (settlement: Settlement) => Item[]): Item[] =>
    batch.flatMap(({ settlement }) => pick(settlement));
  const commits = of((settlement) => settlement.commits);
  const result = await sections.commit(owner, commits);
  for (const { change } of result.changes)
    log.info({ change: change.id, before: change.before.status, after: change.after.status }, 'change');
  // At once: should the store fail now, nobody would ever hear of what is committed.
  announce(announcementOf(batch, result));
  // What is lost was seen by somebody else meanwhile: its lease has nothing more to guard.
  const lost = new Set(result.lost);
  const overtaken = commits
    .filter(({ section, inPassing }) => inPassing !== true && lost.has(section))
    .map(({ section }) => section);
  const release = [...of((settlement) => settlement.release), ...overtaken];
  if (release.length > 0) await sections.release(owner, release, 0);
  for (const section of of(({ forget }) => forget)) {
    const watches = await sections.forget(owner, section, channels);
    if (watches > 0) log.info({ section, watches }, 'the source has no such section, its watches end');
  }
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
  return { outcome: 'answered', absent: shown.absent, unsure: shown.unsure, requests };
}
