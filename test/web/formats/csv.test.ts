import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import t from 'tap';
import { csvLine } from '../../../src/web/formats/csv.ts';

t.test('any texts are read back as they were, and none is a formula', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('=1+1', '+1', '-1', '@A1', '\tx', '\rx', '"', ',')), {
        minLength: 1,
      }),
      (cells) => {
        const [read] = parse(csvLine(cells), { relax_column_count: true }) as string[][];
        if (read === undefined) return cells.every((cell) => cell === '');
        return cells.every((cell, index) => {
          const got = read[index]!;
          return !/^[=+\-@\t\r]/.test(got) && (got === cell || got === `'${cell}`);
        });
      },
    ),
    { seed: 11 },
  );
  t.end();
});

t.test('numbers stay numbers, also negative ones, and nothing is an empty cell', (t) => {
  t.equal(csvLine([-3, null, 'a,b', 'say "hi"']), '-3,,"a,b","say ""hi"""\r\n');
  t.end();
});
