import t from 'tap';
import { maskAddresses } from '../../src/notify/mask.ts';

t.test('an address keeps its first letter and its domain, and the text around it is unchanged', async (t) => {
  t.equal(
    maskAddresses('550 5.1.1 <ada.alder+x@example.edu>: no such user (a@b.example)'),
    '550 5.1.1 <a***@example.edu>: no such user (a***@b.example)',
  );
});

t.test('text without an address stays as it is, however long', async (t) => {
  const text = 'x'.repeat(100_000);
  t.equal(maskAddresses(text), text);
});
