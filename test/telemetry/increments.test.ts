import t from 'tap';
import { Increments } from '../../src/telemetry/increments.ts';

t.test('counts become what they grew by since the last reading, and at first since the start', (t) => {
  const increments = new Increments();
  t.same(increments.take({ a: 3, b: 0 }), { a: 3 });
  t.same(increments.take({ a: 5, b: 0, c: 1 }), { a: 2, c: 1 });
  t.same(increments.take({ a: 5, b: 0, c: 1 }), {});
  t.end();
});
