import t from 'tap';
import { URGENCY, urgencyOf } from '../../src/domain/urgency.ts';
import { claimed } from '../support/jobs.ts';
import { state } from '../support/states.ts';

const INTERVAL_MS = 300_000;
const NOW = Date.UTC(2026, 10, 26, 12);
const ago = (ms: number): string => new Date(NOW - ms).toISOString();
const calm = { state: state({ version: 3, changedAt: ago(4 * INTERVAL_MS) }) };

const CASES: [what: string, over: Parameters<typeof claimed>[0], urgency: keyof typeof URGENCY][] = [
  ['seen, and changed four intervals ago', calm, 'ordinary'],
  ['never seen', { state: null }, 'awaited'],
  ['never seen, and one look failed', { state: null, failures: 1 }, 'awaited'],
  ['never seen, and its looks keep failing', { state: null, failures: 3 }, 'ordinary'],
  ['never seen, and not watched', { state: null, watched: false }, 'ordinary'],
  ['its last look failed', { ...calm, failures: 2 }, 'doubtful'],
  ['unknown for a long time', { ...calm, failures: 3 }, 'ordinary'],
  ['absent from an answer', { ...calm, missingForMs: 0 }, 'doubtful'],
  ['cancelled', { state: state({ ...calm.state, status: 'cancelled' }), missingForMs: 90_000 }, 'ordinary'],
  ['changed within four intervals', { state: state({ version: 3, changedAt: ago(4 * INTERVAL_MS - 1) }) }, 'hot'],
  ['seen for the first time, which is not a change', { state: state({ version: 1, changedAt: ago(0) }) }, 'ordinary'],
];

t.test('the urgency of a due look depends on what is known about its section', (t) => {
  for (const [what, over, urgency] of CASES)
    t.equal(urgencyOf(claimed(over), INTERVAL_MS, NOW), URGENCY[urgency], what);
  t.end();
});
