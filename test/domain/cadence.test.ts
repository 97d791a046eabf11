import t from 'tap';
import { retryInMs } from '../../src/domain/cadence.ts';

const INTERVAL = 300_000;

t.test('a failed look is repeated after 2 s, then after 8 s, then it has its ordinary turn', (t) => {
  t.same(
    [0, 1, 2, 3, 4].map((failures) => retryInMs(failures, INTERVAL, () => 0)),
    [null, 2_000, 8_000, null, null],
  );
  t.end();
});

t.test('a retry is never later than an interval', (t) => {
  t.equal(
    retryInMs(2, 3_000, () => 0),
    3_000,
  );
  t.end();
});

t.test('a retry may be a tenth early, so that not all come at once', (t) => {
  t.equal(
    retryInMs(1, INTERVAL, () => 1),
    1_800,
  );
  t.end();
});
