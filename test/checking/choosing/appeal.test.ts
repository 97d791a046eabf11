import t from 'tap';
import { appealOf } from '../../../src/checking/choosing/appeal.ts';
import type { Seen } from '../../../src/checking/choosing/row.ts';
import { HOUR, full } from '../../support/board-rows.ts';

const appeal = (seen: Seen | null, watches = 1): number => appealOf({ watches, seen }, 0);
const now = full({ changedAt: 0 });

t.test('a full section without a waitlist that has just changed has the appeal 1', (t) => {
  t.equal(appeal(now), 1);
  t.equal(appeal(null), 1, 'and so has one that was never seen');
  t.end();
});

t.test('the appeal grows with the root of the watches and fades with the hours since the last change', (t) => {
  t.equal(appeal(now, 9), 3);
  t.equal(appeal(full({ changedAt: -31 * HOUR })), 1 / 8, '32 ** -0.6');
  t.equal(appeal(full({ changedAt: HOUR })), 1, 'a change in the future counts as one now');
  t.end();
});

t.test('students who wait for a seat make an opening less likely', (t) => {
  t.equal(appeal({ ...now, status: 'waitlist', waiting: 1 }), 1 / 5);
  t.equal(appeal({ ...now, status: 'waitlist', waiting: 6 }), 1 / 25);
  t.end();
});

t.test('an open section has little appeal, less with more seats; a cancelled one hardly any', (t) => {
  t.equal(appeal({ ...now, status: 'open', open: 1 }), 0.3);
  t.equal(appeal({ ...now, status: 'open', open: 30 }), 0.01);
  t.ok(appeal({ ...now, status: 'open', open: null }) < 0.001, 'unlimited seats');
  t.equal(appeal({ ...now, status: 'cancelled' }), 0.001);
  t.end();
});
