/** Facts about a place of the tree in words. Pure. */
import type { TreeNode } from '../../../contract/nodes.ts';
import { duration } from '../../shared/time.ts';

/** `3 waiting, the oldest for 12 s`. */
export function mailboxWords({ mailbox, oldestMs }: TreeNode): string {
  if (mailbox === 0) return 'empty';
  return `${mailbox} waiting${oldestMs === undefined ? '' : `, the oldest for ${shortTime(oldestMs)}`}`;
}

/** `2; asu may restart its children 3 more times within 1 min`. */
export function restartWords({ restarts }: TreeNode, above: TreeNode | undefined): string {
  if (above?.budget === undefined) return String(restarts);
  const { left, windowMs } = above.budget;
  const times = left === 1 ? 'time' : 'times';
  return `${restarts}; ${above.id} may restart children ${left} more ${times} within ${duration(windowMs)}`;
}

/** `31 % busy, 0.28 cores, 42 MB of objects`. */
export function loadWords({ busy, cpu, heapMb }: NonNullable<TreeNode['load']>): string {
  const cores = cpu === undefined ? '' : `${cpu.toFixed(2)} cores, `;
  return `${Math.round(busy * 100)} % busy, ${cores}${heapMb} MB of objects`;
}

/** `open, tries again in 45 s`. `sinceMs`: how long ago the server said so. */
export function breakerWords({ breaker, retryInMs }: TreeNode, sinceMs: number): string {
  if (breaker !== 'open' || retryInMs === undefined) return breaker ?? 'none';
  return `open, tries again in ${duration(Math.max(0, retryInMs - sinceMs))}`;
}

/** `on time`, or `12 s ago`. */
export function heartbeatWords(heartbeatMs: number): string {
  return heartbeatMs === 0 ? 'on time' : `last ${shortTime(heartbeatMs)} ago`;
}

/** So long a place that was restarted stands out, in milliseconds. */
const FRESH_MS = 15_000;

/** Whether it was restarted just now. */
export function isFresh({ state, since, restarts }: TreeNode, nowMs: number): boolean {
  return state === 'running' && restarts > 0 && nowMs - Date.parse(since) < FRESH_MS;
}

/** Mailboxes and heartbeats are often younger than a second. */
export function shortTime(ms: number): string {
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : duration(ms);
}
