/** Looks that somebody waits for: a section never seen, or a search. They go ahead of the pass and never wait for it. */
import type { ErrorCode } from '../errors.ts';
import type { LookJob, LookOutcome } from './look-job.ts';

/** A section by key, or what a student typed into the search. */
export type LookTarget = { section: string } | { term: string; text: string };

export type LookReply =
  /** Seen surely and stored. */
  | { outcome: 'seen' }
  /** The source answered completely and lists no such section. */
  | { outcome: 'not-found' }
  | { outcome: 'unseen'; code: ErrorCode; message: string };

type Answer = (reply: LookReply) => void;

/** The same question is not asked again within this time: the source's budget is not for impatience. */
const FRESH_MS = 60_000;
const FRESH_MAX = 1_000;

export class AdHocLooks {
  readonly #queue: LookJob[] = [];
  readonly #waiting = new Map<string, { question: string; section: string | null; answers: Answer[] }>();
  /** When a question was last answered, the oldest first. */
  readonly #fresh = new Map<string, number>();

  /** Joins a look of the same question that is under way; answers at once when it was answered a moment ago. */
  joined(question: string, nowMs: number, answer: Answer): boolean {
    const answeredAt = this.#fresh.get(question);
    if (answeredAt !== undefined && nowMs - answeredAt < FRESH_MS) {
      answer({ outcome: 'seen' });
      return true;
    }
    for (const entry of this.#waiting.values()) {
      if (entry.question !== question) continue;
      entry.answers.push(answer);
      return true;
    }
    return false;
  }

  /** `section`: the one somebody asked for; null for a search. */
  add(job: LookJob, question: string, section: string | null, answer: Answer): void {
    this.#waiting.set(job.id, { question, section, answers: [answer] });
    this.#queue.push(job);
  }

  next(): LookJob | undefined {
    return this.#queue.shift();
  }

  /** Takes every look nobody has been asked for. */
  abandon(): LookJob[] {
    return this.#queue.splice(0);
  }

  owns(job: LookJob): boolean {
    return this.#waiting.has(job.id);
  }

  get queued(): number {
    return this.#queue.length;
  }

  /** Answers everyone who waited for this job. */
  ended(job: LookJob, outcome: Exclude<LookOutcome, { outcome: 'held' }>, nowMs: number): void {
    const entry = this.#waiting.get(job.id);
    if (entry === undefined) return;
    this.#waiting.delete(job.id);
    const reply = replyFor(entry.section, outcome);
    // Sections are remembered by their state in the store; searches here.
    if (entry.section === null && reply.outcome === 'seen') this.#remember(entry.question, nowMs);
    for (const answer of entry.answers) answer(reply);
  }

  #remember(question: string, nowMs: number): void {
    this.#fresh.delete(question);
    this.#fresh.set(question, nowMs);
    if (this.#fresh.size > FRESH_MAX) this.#fresh.delete(this.#fresh.keys().next().value!);
  }
}

function replyFor(section: string | null, outcome: Exclude<LookOutcome, { outcome: 'held' }>): LookReply {
  if (outcome.outcome === 'refused') return { outcome: 'unseen', code: outcome.code, message: outcome.message };
  if (outcome.error !== undefined) return { outcome: 'unseen', ...outcome.error };
  return section !== null && outcome.absent.includes(section) ? { outcome: 'not-found' } : { outcome: 'seen' };
}
