import fc from 'fast-check';
import t from 'tap';
import { HOUR, boardRow, full } from '../../support/board-rows.ts';
import { asks, chooserOf, INTERVAL } from '../../support/adaptive-chooser.ts';

const row = fc
  .record({
    number: fc.integer({ min: 10_000, max: 10_020 }),
    course: fc.constantFrom(null, 'CSE 110', 'CSE 310', 'MAT 265'),
    watches: fc.integer({ min: 0, max: 9 }),
    failures: fc.constantFrom(0, 0, 0, 1, 3),
    missing: fc.constantFrom(false, false, true),
    dueAt: fc.constantFrom(Infinity, 0, INTERVAL, HOUR),
    lookedAt: fc.integer({ min: -HOUR, max: 0 }),
  })
  .map(({ number, course, lookedAt, ...more }) =>
    boardRow(number, course, { ...more, ...(course !== null && { seen: full({ lookedAt }) }) }),
  );

t.test('rows that are put together count like rows that are put one after another', (t) => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), fc.integer({ min: 0, max: HOUR }), (rows, now) => {
      const [together, apart] = [chooserOf([]), chooserOf([])];
      together.put(rows, 0);
      for (const each of rows) apart.put([each], 0);
      const sections = [...new Set(rows.map(({ section }) => section))];
      t.same(together.report(sections, now), apart.report(sections, now));
      t.same(asks(together, now), asks(apart, now));
    }),
    { seed: 10 },
  );
  t.end();
});
