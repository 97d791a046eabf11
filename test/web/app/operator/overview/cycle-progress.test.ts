import t from 'tap';
import { progressOf } from '../../../../../src/web/app/operator/overview/cycle-progress.ts';

const startedAt = '2026-11-23T20:00:00.000Z';
const after = (ms: number): number => Date.parse(startedAt) + ms;
const cycle = { startedAt, due: 100, done: 19, failed: 1, requests: 30 };

t.test('what is left takes as long as the pace so far says', (t) => {
  t.same(progressOf(cycle, after(30_000)), { left: 80, leftMs: 120_000, requestsPerMinute: 60 });
  t.end();
});

t.test('the first seconds, and a cycle that has seen nothing, say nothing about its end', (t) => {
  t.same(progressOf(cycle, after(4_000)), { left: 80 });
  t.same(progressOf({ ...cycle, done: 0, failed: 0 }, after(30_000)), { left: 100, requestsPerMinute: 60 });
  t.end();
});

t.test('a finished cycle has no end ahead', (t) => {
  const finishedAt = new Date(after(60_000)).toISOString();
  t.same(progressOf({ ...cycle, done: 99, finishedAt }, after(600_000)), { left: 0, requestsPerMinute: 30 });
  t.end();
});
