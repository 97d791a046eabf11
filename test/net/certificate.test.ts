import { writeFileSync } from 'node:fs';
import t from 'tap';
import { makeCertificate } from '../../scripts/campus/certificate.ts';
import { readCertificate } from '../../src/net/certificate.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const DAY_MS = 86_400_000;

t.test('a certificate and its key are read; anything else is refused with the variable that is wrong', (t) => {
  const folder = t.testdir();
  const files = { certFile: `${folder}/crt`, keyFile: `${folder}/key` };
  const read = (cert: string, key: string) => {
    writeFileSync(files.certFile, cert);
    writeFileSync(files.keyFile, key);
    return readCertificate(files, NOW);
  };
  const { cert, key } = makeCertificate(NOW);
  t.equal(read(cert, key).validUntil.toISOString(), '2026-12-27T12:00:00.000Z');
  const refused = (what: [string, string], message: RegExp) =>
    t.throws(() => read(...what), { code: 'PMC_TLS_UNUSABLE', message });
  refused([cert, makeCertificate(NOW).key], /TLS_KEY=.*: it is not the key of the certificate/);
  refused(['none', key], /TLS_CERT=/);
  refused([cert, 'none'], /TLS_KEY=/);
  const [old, early] = [makeCertificate(NOW - 31 * DAY_MS), makeCertificate(NOW + 2 * DAY_MS)];
  refused([old.cert, old.key], /TLS_CERT=.*: it has expired on 2026-11-26/);
  refused([early.cert, early.key], /TLS_CERT=.*: it is not valid before 2026-11-28/);
  t.throws(() => readCertificate({ ...files, certFile: `${folder}/missing` }, NOW), { message: /TLS_CERT=.*ENOENT/ });
  t.end();
});
