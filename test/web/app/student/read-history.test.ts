import t from 'tap';
import { countSeats } from '../../../../src/domain/section.ts';
import { openSeats } from '../../../../src/web/app/student/read-history.ts';
import { sample, withSeats } from '../support/sample.ts';

const NOON = Date.parse('2026-11-23T12:00:00.000Z') / 1_000;
const at = (minutes: number): string => new Date((NOON + minutes * 60) * 1_000).toISOString();

t.test('a chart has a point for the first state, one for each look that changed something, and one for now', (t) => {
  const first = sample('66445', { seats: countSeats(150, 150, 0) }, at(0));
  const opened = withSeats(first, 150, 147, at(10));
  const closed = withSeats(opened.state, 150, 150, at(25));
  const changes = [...opened.changes, ...closed.changes];
  t.ok(changes.length > 2, 'one look makes several changes');
  t.same(openSeats(changes, (NOON + 3_600) * 1_000), [
    [NOON, NOON + 600, NOON + 1_500, NOON + 3_600],
    [0, 3, 0, 0],
  ]);
  t.end();
});

t.test('a section that never changed has no points', (t) => {
  t.same(openSeats([], NOON * 1_000), [[], []]);
  t.end();
});
