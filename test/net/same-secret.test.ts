import t from 'tap';
import { sameSecret } from '../../src/net/same-secret.ts';

t.test('the same bytes are the same secret, as text or as a buffer', (t) => {
  t.ok(sameSecret('operator', 'operator'));
  t.ok(sameSecret(Buffer.from('operator'), 'operator'));
  t.ok(sameSecret('', ''));
  t.end();
});

t.test('different bytes are different secrets, whatever their length', (t) => {
  for (const given of ['', 'operato', 'operator ', 'Operator', 'x'.repeat(10_000)])
    t.notOk(sameSecret(given, 'operator'), given);
  t.end();
});
