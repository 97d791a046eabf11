/** Looks that somebody waits for: a section never seen, or a search. They take turns with the pass and never wait for its end. */
import type { ErrorCode } from '../errors.ts';
import { pmcError } from '../errors.ts';
import type { LookEnd, LookJob } from './look-job.ts';

/** A section by key, or what a student typed into the search. */
export type LookTarget = { section: string } | { term: string; text: string };

export type LookReply =
  /** Seen surely and stored. */
  | { outcome: 'seen' }
  /** The source answered completely and lists no such section. */
  | { outcome: 'not-found' }
  | { outcome: 'unseen'; code: ErrorCode; message: string };

export class AdHocLooks {
  readonly #queue: LookJob[] = [];
  readonly #waiting = new Map<string, { section: string | null; answer: (reply: LookReply) => void }>();

  /** `section`: the one somebody asked for; null for a search. `answer` is called once. */
  add(job: LookJob, section: string | null, answer: (reply: LookReply) => void): void {
    this.#waiting.set(job.id, { section, answer });
    this.#queue.push(job);
  }

  next(): LookJob | undefined {
    return this.#queue.shift();
  }

  get queued(): number {
    return this.#queue.length;
  }

  /** Takes every look nobody has been asked for. */
  abandon(): LookJob[] {
    return this.#queue.splice(0);
  }

  owns(job: LookJob): boolean {
    return this.#waiting.has(job.id);
  }

  ended(job: LookJob, outcome: LookEnd): void {
    const entry = this.#waiting.get(job.id);
    this.#waiting.delete(job.id);
    entry?.answer(replyFor(entry.section, outcome));
  }
}

function replyFor(section: string | null, outcome: LookEnd): LookReply {
  if (outcome.outcome === 'refused') return { outcome: 'unseen', code: outcome.code, message: outcome.message };
  if (outcome.error !== undefined) return { outcome: 'unseen', ...outcome.error };
  const unsure = outcome.unsure.find((each) => each.section === section);
  if (unsure !== undefined) {
    const { code, message } = pmcError('PMC_SECTION_UNSURE', { ...unsure });
    return { outcome: 'unseen', code, message };
  }
  return section !== null && outcome.absent.includes(section) ? { outcome: 'not-found' } : { outcome: 'seen' };
}
