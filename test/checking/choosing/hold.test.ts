import t from 'tap';
import { Hold } from '../../../src/checking/choosing/hold.ts';

const LOOK = 1_000;
const LATER_LOOK = 2_000;

t.test('each claim that gets nothing makes the pause twice as long, up to the longest', (t) => {
  const hold = new Hold();
  t.equal(hold.until(LOOK), -Infinity);
  const pauses = Array.from({ length: 4 }, () => {
    hold.lost(LOOK, 5_000, 1_500);
    return hold.until(LOOK) - 5_000;
  });
  t.same(pauses, [250, 500, 1_000, 1_500]);
  t.end();
});

t.test('a later look ends the hold, and the pauses begin again', (t) => {
  const hold = new Hold();
  hold.lost(LOOK, 5_000, 1_500);
  hold.lost(LOOK, 5_000, 1_500);
  t.equal(hold.until(LATER_LOOK), -Infinity);
  hold.lost(LATER_LOOK, 6_000, 1_500);
  t.equal(hold.until(LATER_LOOK), 6_250);
  t.end();
});

t.test('a request is left to the node that goes first, once after each look', (t) => {
  const hold = new Hold();
  t.equal(hold.leave(LOOK, 3_000), 3_000);
  t.equal(hold.leave(LOOK, 9_000), 3_000, 'not longer when asked again');
  t.equal(hold.leave(LATER_LOOK, 9_000), 9_000);
  t.end();
});

t.test('a request of a process that is gone is free at once', (t) => {
  const hold = new Hold();
  hold.leave(LOOK, 3_000);
  hold.lost(LOOK, 5_000, 1_500);
  hold.end();
  t.equal(hold.until(LOOK), -Infinity);
  t.equal(hold.leave(LOOK, 9_000), -Infinity, 'and was left long enough');
  hold.lost(LOOK, 6_000, 1_500);
  t.equal(hold.until(LOOK), 6_250, 'the pauses begin again');
  t.end();
});
