/** The browser pool: a FIFO queue in front of the browsers, refusing what would wait too long. Address `checking/browsers/pool`. */
import type { ErrorCode } from '../errors.ts';
import type { LookRequest, RawAnswer } from '../institutions/institution.ts';
import type { Ref } from './runtime/ref.ts';

export type BrowserPoolMessage =
  | { type: 'look'; request: LookRequest; way?: 'api' | 'dom'; replyTo: Ref<PoolReply> }
  | { type: 'status'; replyTo: Ref<PoolStatus> };

export type PoolReply =
  | { outcome: 'seen'; answer: RawAnswer; requests: number }
  /** Nothing was asked of the source: give the work back. */
  | { outcome: 'refused'; code: ErrorCode; message: string }
  | { outcome: 'failed'; code: ErrorCode; message: string; requests: number };

/** Counts browsers; `queued` counts waiting requests. CONTRACT §5, `GET /status`. */
export interface PoolStatus { total: number; available: number; busy: number; queued: number; overloaded: boolean; ready: boolean }

export const BROWSER_POOL_PATH = 'checking/browsers/pool';
