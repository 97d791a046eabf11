/**
 * Looks that somebody waits for: for a section never seen, or for a search. Students who sign in to watch a section
 * take turns with the schedule. Visitors may spend a tenth of the request budget, and one client a tenth of that. Each
 * queue serves its clients in turns.
 */
import { checkingError } from '../errors.ts';
import type { Refusal } from './client-turns.ts';
import { ClientTurns } from './client-turns.ts';
import type { JobResult, LookJob } from '../look-job.ts';

/** A section by key, or what a student typed into the search. */
export type LookTarget = { section: string } | { term: string; text: string };

/** Who waits: a student (user id) who wants to watch a section, or any client (see `clientOf`). */
export type Asker = { student: string } | { client: string };

export type LookReply =
  /** The section was seen and stored. */
  | { outcome: 'seen' }
  /** The source gave a complete answer and lists no such section. */
  | { outcome: 'not-found' }
  /** `retryInMs`: when to try again, if that is known. */
  | { outcome: 'unseen'; code: string; message: string; retryInMs?: number };

export interface WaitingLook {
  what: LookTarget;
  by: Asker;
  /** Called once. */
  answer: (reply: LookReply) => void;
}

export interface WaitingLooksOptions {
  budgetPerMinute: number;
  /** Returns the number of processes that serve visitors: each gives them its part of the budget. */
  parts: () => number;
  /** Looks that one student may ask for at once, and in ten minutes. */
  perStudent: number;
}

/** Share of the request budget for all visitors, and share of that for one visitor. */
const VISITORS_SHARE = 0.1;
/** Looks in a row for a client that rarely asks. */
const IN_A_ROW = 3;
const STUDENT_WINDOW_MIN = 10;
const STUDENTS_WAITING = 1_000;

export class WaitingLooks {
  readonly #students: ClientTurns<WaitingLook>;
  readonly #visitors: ClientTurns<WaitingLook>;
  /** By job id. */
  readonly #underWay = new Map<string, WaitingLook>();

  constructor({ budgetPerMinute, parts, perStudent }: WaitingLooksOptions) {
    this.#students = new ClientTurns(() => ({
      each: { perMinute: perStudent / STUDENT_WINDOW_MIN, holds: perStudent },
      all: null,
      waiting: STUDENTS_WAITING,
    }));
    this.#visitors = new ClientTurns(() => {
      const perMinute = (VISITORS_SHARE * budgetPerMinute) / parts();
      const rate = (share: number): { perMinute: number; holds: number } => ({
        perMinute: share,
        holds: Math.max(IN_A_ROW, Math.floor(share / 10)),
      });
      // Nobody waits much longer than a minute.
      return {
        each: rate(VISITORS_SHARE * perMinute),
        all: rate(perMinute),
        waiting: Math.max(IN_A_ROW, Math.floor(perMinute)),
      };
    });
  }

  /** Adds a look to its queue. Returns false if it was refused; it has then been answered. */
  add(look: WaitingLook, nowMs: number): boolean {
    const offered = this.#queueOf(look).offer(clientOf(look), look, nowMs);
    if (!offered.taken) look.answer(refusal(offered.refusal));
    else offered.ousted?.answer(refusal({ spentBy: 'all', retryInMs: this.#visitors.waitMs(nowMs) ?? 0 }));
    return offered.taken;
  }

  nextOfStudents(nowMs: number): WaitingLook | undefined {
    return this.#students.next(nowMs);
  }

  nextOfVisitors(nowMs: number): WaitingLook | undefined {
    return this.#visitors.next(nowMs);
  }

  /** Returns the milliseconds until one of the looks can be asked for; null if none waits. */
  waitMs(nowMs: number): number | null {
    const waits = [this.#students, this.#visitors].map((queue) => queue.waitMs(nowMs)).filter((wait) => wait !== null);
    return waits.length === 0 ? null : Math.min(...waits);
  }

  begun(job: LookJob, look: WaitingLook): void {
    this.#underWay.set(job.id, look);
  }

  /** Answers and refunds a look that needed no request. */
  dropped(look: WaitingLook, reply: LookReply, nowMs: number): void {
    this.#queueOf(look).charge(clientOf(look), -1, nowMs);
    look.answer(reply);
  }

  owns(job: LookJob): boolean {
    return this.#underWay.has(job.id);
  }

  /** Charges the client for `requests` beyond the first one. */
  charge(job: LookJob, requests: number, nowMs: number): void {
    const look = this.#underWay.get(job.id);
    if (look !== undefined) this.#queueOf(look).charge(clientOf(look), requests, nowMs);
  }

  ended(job: LookJob, result: JobResult): void {
    const look = this.#underWay.get(job.id);
    this.#underWay.delete(job.id);
    look?.answer(replyFor(look.what, result));
  }

  /** Answers every look that has not begun. Returns their number. */
  abandon(reason: Unseen): number {
    const looks = [...this.#students.drain(), ...this.#visitors.drain()];
    for (const { answer } of looks) answer(unseen(reason));
    return looks.length;
  }

  #queueOf({ by }: WaitingLook): ClientTurns<WaitingLook> {
    return 'student' in by ? this.#students : this.#visitors;
  }
}

function clientOf({ by }: WaitingLook): string {
  return 'student' in by ? by.student : by.client;
}

function refusal({ spentBy, retryInMs }: Refusal): LookReply {
  const { code, message } = checkingError(spentBy === 'client' ? 'PMC_VISITOR_LIMIT' : 'PMC_VISITORS_BUSY', {
    seconds: Math.ceil(retryInMs / 1_000),
  });
  return { outcome: 'unseen', code, message, retryInMs };
}

/** Why a section was not seen. `retryInMs`: when to try again, if that is known. */
interface Unseen {
  code: string;
  message: string;
  retryInMs?: number;
}

function unseen({ code, message, retryInMs }: Unseen): LookReply {
  return { outcome: 'unseen', code, message, ...(retryInMs !== undefined && { retryInMs }) };
}

function replyFor(what: LookTarget, result: JobResult): LookReply {
  if (result.outcome !== 'answered') return unseen(result);
  if (!('section' in what)) return { outcome: 'seen' };
  const unsure = result.unsure.find((each) => each.section === what.section);
  if (unsure !== undefined) {
    const { code, message } = checkingError('PMC_SECTION_UNSURE', { section: what.section, reason: unsure.reason });
    return { outcome: 'unseen', code, message };
  }
  return result.absent.includes(what.section) ? { outcome: 'not-found' } : { outcome: 'seen' };
}
