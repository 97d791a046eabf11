import { createHash } from 'node:crypto';
import t from 'tap';
import { hashOf, newSecret } from '../../src/net/secret.ts';

t.test('a secret is 192 random bits, safe in URLs and headers, and only its SHA-256 is stored', (t) => {
  const made = Array.from({ length: 1_000 }, () => newSecret());
  t.equal(new Set(made.map(({ secret }) => secret)).size, 1_000);
  for (const { secret, hash } of made.slice(0, 10)) {
    t.equal(Buffer.from(secret, 'base64url').length * 8, 192);
    t.match(secret, /^[A-Za-z0-9_-]{32}$/);
    t.equal(hash, hashOf(secret));
    t.equal(hash, createHash('sha256').update(secret).digest('hex'));
  }
  t.end();
});
