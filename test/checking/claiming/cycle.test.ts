import t from 'tap';
import type { Cycle } from '../../../src/checking/claiming/cycle.ts';
import { latestOf, together } from '../../../src/checking/claiming/cycle.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 23, 20, 0, second)).toISOString();

function cycle(startedAt: number, finishedAt?: number): Cycle {
  return {
    startedAt: at(startedAt),
    due: 10,
    done: finishedAt === undefined ? 4 : 9,
    failed: 1,
    requests: 2,
    ...(finishedAt !== undefined && { finishedAt: at(finishedAt) }),
  };
}

t.test('several passes form one cycle, which is finished when all of them are', (t) => {
  t.equal(together([]), undefined);
  t.same(together([cycle(2, 5)]), cycle(2, 5));
  t.same(together([cycle(2, 5), cycle(1, 4)]), {
    startedAt: at(1),
    due: 20,
    done: 18,
    failed: 2,
    requests: 4,
    finishedAt: at(5),
  });
  t.same(together([cycle(2, 5), cycle(1)]), { startedAt: at(1), due: 20, done: 13, failed: 2, requests: 4 });
  t.end();
});

t.test('the latest cycle includes passes that ran at the same time, and none that ended before', (t) => {
  t.equal(latestOf([]), undefined);
  t.match(latestOf([cycle(1, 4), cycle(5, 8)]), { startedAt: at(5), due: 10, finishedAt: at(8) });
  t.match(latestOf([cycle(5, 8), cycle(4, 6), cycle(1)]), { startedAt: at(1), due: 30 });
  t.end();
});
