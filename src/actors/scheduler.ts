/** The scheduler of one institution: claims what is due, groups it into requests, spends the request budget. Address `checking/<institution>/scheduler`. */
import type { ErrorCode } from '../errors.ts';
import type { Ref } from './runtime/ref.ts';

export type SchedulerMessage =
  /** Something may be due or allowed that was not: a watch, a replay, a resume. */
  | { type: 'wake' }
  /** One look for somebody who is waiting, ahead of the cycle: a section by key, or what a student typed into the search. */
  | { type: 'look'; what: { section: string } | { term: string; text: string }; replyTo: Ref<LookReply> }
  | { type: 'run-cycle'; replyTo: Ref<RunCycleReply> }
  | { type: 'current-cycle'; replyTo: Ref<{ cycle: Cycle | null }> };

export type LookReply =
  /** Seen surely and stored. */
  | { outcome: 'seen' }
  /** The source answered completely and lists no such section. */
  | { outcome: 'not-found' }
  | { outcome: 'unseen'; code: ErrorCode; message: string };

export type RunCycleReply = { outcome: 'started'; cycle: Cycle } | { outcome: 'running' } | { outcome: 'paused' };

/** A pass over everything that is due. due, done and failed count watched sections. */
export interface Cycle { startedAt: string; due: number; done: number; failed: number; requests: number; finishedAt?: string }

export const schedulerPath = (institution: string): string => `checking/${institution}/scheduler`;
