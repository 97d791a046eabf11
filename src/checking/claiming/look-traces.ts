/** The traces of a scheduler's looks, one for each, from the claim to the answer. */
import type { LookRequest } from '../../institutions/institution.ts';
import type { Attributes, Moment } from '../../telemetry/traces/span.ts';
import type { OpenSpan, Tracer } from '../../telemetry/traces/tracer.ts';
import type { JobResult, LookJob } from '../look-job.ts';

export class LookTraces {
  readonly #tracer: Tracer;
  /** By job id. */
  readonly #open = new Map<string, { look: OpenSpan; turn: OpenSpan }>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  moment(): Moment {
    return this.#tracer.moment();
  }

  /** Returns the job with its trace, which begins with the claim at `since`. */
  claimed(job: LookJob, since: Moment): LookJob {
    if (!this.#tracer.isOn) return job;
    const look = this.#tracer.root({ name: 'look', since, attributes: aboutRequest(job.request) });
    const attributes = { 'pickmyclass.sections': job.sections.length };
    this.#tracer.begin({ name: 'claim', since, attributes }, look.context).end();
    const turn = this.#tracer.begin({ name: 'wait for turn', since: this.moment() }, look.context);
    this.#open.set(job.id, { look, turn });
    return { ...job, ...(look.context !== undefined && { trace: look.context }) };
  }

  /** The section-checker is asked for it. */
  asked({ id, asker }: LookJob): void {
    this.#open.get(id)?.turn.end({ 'pickmyclass.asker': asker });
  }

  /** It was answered, or failed, or was refused. */
  ended({ id }: LookJob, result: JobResult): void {
    if (!this.#open.has(id)) return;
    const attributes = { 'pickmyclass.outcome': result.outcome, 'pickmyclass.requests': result.requests };
    this.#end(id, attributes, 'code' in result ? result.code : null);
  }

  /** Its sections are given back. It may never have been asked. */
  givenBack({ id }: LookJob): void {
    this.#end(id, { 'pickmyclass.outcome': 'given back' });
  }

  #end(id: string, attributes: Attributes, error: string | null = null): void {
    const open = this.#open.get(id);
    this.#open.delete(id);
    open?.turn.end();
    open?.look.end(attributes, error);
  }
}

/** What a request asks for, without the words that a student typed. */
export function aboutRequest(request: LookRequest): Attributes {
  return {
    'pickmyclass.institution': request.institution,
    'pickmyclass.term': request.term,
    'pickmyclass.by': request.by,
    'pickmyclass.course': request.by === 'course' ? `${request.subject} ${request.catalogNumber}` : undefined,
    'pickmyclass.subject': request.by === 'subject' ? request.subject : undefined,
    'pickmyclass.class': request.by === 'class' ? request.classNumber : undefined,
  };
}
