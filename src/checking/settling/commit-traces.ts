/**
 * The commit in the traces of its looks. A look that found a change is kept, and the changes keep its context, so that
 * what is told later belongs to its trace.
 */
import type { Announcement } from '../../domain/announcement.ts';
import type { Logger } from '../../runtime/index.ts';
import { reasonOf } from '../../runtime/index.ts';
import type { CommitResult, SectionCommit } from '../../store/sections.ts';
import type { TraceStore } from '../../store/traces.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import { sampled } from '../../telemetry/traces/span.ts';
import type { OpenSpan, Tracer } from '../../telemetry/traces/tracer.ts';

export interface CommitTracesOptions {
  tracer: Tracer;
  traces: Pick<TraceStore, 'keep'>;
  /** The kind of store, as OpenTelemetry names it. */
  database: 'sqlite' | 'mongodb';
  log: Logger;
}

/** What it needs of a settled look. */
interface Written {
  look: { job: { trace?: string } };
  settlement: { commits: readonly Pick<SectionCommit, 'section' | 'changes'>[] };
}

type Traced = Written & { span: OpenSpan };

/** Changes that a span names at most. */
const NAMED_MAX = 50;

export class CommitTraces {
  readonly #options: CommitTracesOptions;

  constructor(options: CommitTracesOptions) {
    this.#options = options;
  }

  /**
   * Commits a batch. Settles like `commit`, with the contexts of the changes that were written. They are kept before
   * the commit, because a sweep may tell a change as soon as it is written.
   */
  async during(
    batch: readonly Written[],
    commit: () => Promise<CommitResult>,
  ): Promise<{ result: CommitResult; told: Pick<Announcement, 'traces'> }> {
    if (!this.#options.tracer.isOn) return { result: await commit(), told: {} };
    const looks = batch.map((settled) => ({ ...settled, span: this.#begin(settled, batch.length) }));
    try {
      await this.#keep(looks);
      const result = await commit();
      return { result, told: this.#committed(looks, result) };
    } catch (error) {
      for (const { span } of looks) span.end({}, codeOf(error));
      throw error;
    }
  }

  #begin({ look: { job }, settlement: { commits } }: Written, looks: number): OpenSpan {
    const { tracer, database } = this.#options;
    const attributes = {
      'db.system.name': database,
      'db.operation.name': 'commit',
      'db.operation.batch.size': looks,
      'pickmyclass.sections': commits.length,
    };
    return tracer.begin({ name: 'commit', kind: 'client', since: tracer.moment(), attributes }, job.trace);
  }

  async #keep(looks: readonly Traced[]): Promise<void> {
    const { traces, log } = this.#options;
    const found = Object.fromEntries(
      looks.flatMap(({ settlement, span: { context } }) =>
        context === undefined
          ? []
          : settlement.commits.flatMap(({ changes }) => changes.map(({ id }) => [id, sampled(context)])),
      ),
    );
    if (Object.keys(found).length === 0) return;
    // With or without their traces, the changes are committed and told.
    await traces.keep(found).catch((error: unknown) => {
      log.debug({ reason: reasonOf(error) }, 'the traces of changes were not kept');
    });
  }

  #committed(looks: readonly Traced[], { changes }: CommitResult): Pick<Announcement, 'traces'> {
    const traces: Record<string, string> = {};
    for (const { settlement, span } of looks) {
      const sections = new Set(settlement.commits.map(({ section }) => section));
      const ids = changes.flatMap(({ change }) => (sections.has(change.section) ? change.id : []));
      if (span.context !== undefined && ids.length > 0) {
        const context = this.#options.tracer.keep(span.context);
        for (const id of ids) traces[id] = context;
      }
      span.end({ 'pickmyclass.changes': ids.slice(0, NAMED_MAX), 'pickmyclass.change_count': ids.length });
    }
    return Object.keys(traces).length === 0 ? {} : { traces };
  }
}
