import { createHash, X509Certificate } from 'node:crypto';
import t from 'tap';
import { makeCertificate } from '../../../scripts/campus/certificate.ts';

t.test('a certificate is signed by its own key, and is for this machine', async (t) => {
  const now = Date.now();
  const { cert, key, keyHash } = makeCertificate(now);
  const read = new X509Certificate(cert);
  t.ok(read.verify(read.publicKey));
  t.ok(read.checkIP('127.0.0.1'));
  t.ok(Date.parse(read.validFrom) < now && now < Date.parse(read.validTo));
  t.match(key, 'BEGIN PRIVATE KEY');
  const spki = read.publicKey.export({ type: 'spki', format: 'der' });
  t.equal(keyHash, createHash('sha256').update(spki).digest('base64'));
});
