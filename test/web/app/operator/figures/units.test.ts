import t from 'tap';
import { inWords } from '../../../../../src/web/app/operator/figures/units.ts';

t.test('a value has its unit, and no more digits than can be read at a glance', (t) => {
  for (const [value, unit, words] of [
    [0, 'count', '0'],
    [0.254, 'count', '0.25'],
    [6_250, 'count', '6,250'],
    [3.14, 'per-minute', '3.1/min'],
    [1_455.2, 'per-minute', '1,455/min'],
    [0, 'seconds', '0 s'],
    [0.0042, 'seconds', '4.2 ms'],
    [0.345, 'seconds', '345 ms'],
    [1.26, 'seconds', '1.3 s'],
    [119, 'seconds', '119 s'],
    [1_800, 'seconds', '30 min'],
    [245_300_000, 'bytes', '245 MB'],
    [1_234_000_000, 'bytes', '1.2 GB'],
  ] as const)
    t.equal(inWords(value, unit), words);
  t.end();
});

t.test('what was not measured is not zero', (t) => {
  t.equal(inWords(null, 'count'), '–');
  t.end();
});
