import t from 'tap';
import { duration } from '../../src/domain/duration.ts';

t.test('a duration is told in its largest whole unit, and is never negative', (t) => {
  t.same([-5, 999, 12_000, 59_999, 60_000, 3_600_000, 90_000_000].map(duration), [
    '0 s',
    '0 s',
    '12 s',
    '59 s',
    '1 min',
    '1 h',
    '1 d',
  ]);
  t.end();
});
