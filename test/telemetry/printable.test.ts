import t from 'tap';
import { printable } from '../../src/telemetry/printable.ts';

t.test('control characters and lone surrogates are escaped, and other text stays', async (t) => {
  t.equal(printable('CSE 310 – Größe 🎓'), 'CSE 310 – Größe 🎓');
  t.equal(printable('a\nb\u001b[31m'), String.raw`a\u000ab\u001b[31m`);
  t.equal(printable('x\ud800y'), String.raw`x\ud800y`);
});
