import { writeFileSync } from 'node:fs';
import t from 'tap';
import { makeCertificate } from '../../../scripts/campus/certificate.ts';
import { tlsExamination } from '../../../src/cli/doctor/tls.ts';

const DAY_MS = 86_400_000;

t.test('doctor says until when the certificate is valid, and names a pair that cannot be used', async (t) => {
  const folder = t.testdir();
  const tls = { port: 8883, portIsDefault: true, certFile: `${folder}/crt`, keyFile: `${folder}/key` };
  const { examine } = tlsExamination(tls, '127.0.0.1', async ({ name }) => `${name} free`);
  await t.rejects(examine(), { code: 'PMC_TLS_UNUSABLE', message: /TLS_CERT=.*ENOENT/ });
  const { cert, key } = makeCertificate(Date.now());
  writeFileSync(tls.certFile, cert);
  writeFileSync(tls.keyFile, key);
  t.match(await examine(), /^valid until \d{4}-\d\d-\d\d; port MQTTS_PORT free$/);
  writeFileSync(tls.keyFile, makeCertificate(Date.now()).key);
  await t.rejects(examine(), { message: /TLS_KEY=.* it is not the key of the certificate/ });
  const soon = makeCertificate(Date.now() - 20 * DAY_MS);
  writeFileSync(tls.certFile, soon.cert);
  writeFileSync(tls.keyFile, soon.key);
  t.match(await examine(), { warning: /in 9 days: renew it; port MQTTS_PORT free$/ });
});
