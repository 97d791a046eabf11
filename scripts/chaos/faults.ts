/** All faults of the campus, in the order of a run. */
import type { Wish } from '../campus/misbehaviour.ts';

export const FAULTS_IN_TURN: readonly { name: string; wish: Wish }[] = [
  { name: 'error pages', wish: { error: { rate: 0.5 }, errorStatus: 503 } },
  { name: 'connections reset', wish: { reset: { rate: 0.3 } } },
  { name: 'no answer', wish: { hang: { rate: 0.3 } } },
  { name: 'login wall', wish: { loginWall: true } },
  { name: 'empty shell and 401', wish: { emptyShell: true, unauthorized: { rate: 0.5 } } },
  { name: 'changed class names, JSON that breaks off', wish: { changedClassNames: true, truncated: { rate: 0.7 } } },
  { name: 'half of the rows', wish: { cutRows: { rate: 0.7 } } },
  { name: 'no rows at all', wish: { noRows: { rate: 0.7 } } },
  { name: 'page only', wish: { pageOnly: true } },
  { name: 'page only, older markup', wish: { pageOnly: true, oldMarkup: true } },
  { name: 'vanishing classes', wish: { vanishing: true } },
  { name: 'odd rows', wish: { oddRow: true } },
  { name: 'moved endpoint', wish: { movedApi: true } },
  { name: '403', wish: { forbidden: true } },
  { name: '429', wish: { tooManyRequests: { rate: 0.5 } } },
  { name: 'term gone', wish: { termGone: true } },
  { name: 'slow answers', wish: { latencyMs: 1_500 } },
  { name: 'mail server slow after the dot', wish: { mailDelayMs: 12_000 } },
  { name: 'sender over its quota', wish: { mailQuota: true } },
];
