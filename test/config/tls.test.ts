import { relative } from 'node:path';
import t from 'tap';
import { Reader } from '../../src/config/reader.ts';
import { readTls } from '../../src/config/tls.ts';

t.test('TLS needs both files, which are made absolute', (t) => {
  const folder = t.testdir({ 'server.crt': '', 'server.key': '' });
  const files = { TLS_CERT: relative('.', `${folder}/server.crt`), TLS_KEY: `${folder}/server.key` };
  const found = readTls(new Reader(files));
  t.match(found, {
    port: 8883,
    portIsDefault: true,
    keyFile: `${folder}/server.key`,
    certFile: `${folder}/server.crt`,
  });
  t.match(readTls(new Reader({ ...files, MQTTS_PORT: '0' })), { port: 0, portIsDefault: false });
  t.equal(readTls(new Reader({})), null);
  for (const [name, environment] of [
    ['TLS_KEY', { TLS_CERT: files.TLS_CERT }],
    ['TLS_CERT', { TLS_KEY: files.TLS_KEY }],
    ['MQTTS_PORT', { MQTTS_PORT: '8883' }],
  ] as const) {
    const read = new Reader(environment);
    t.equal(readTls(read), null);
    t.match(read.problems, [{ code: 'PMC_CONFIG_INVALID', message: new RegExp(`^${name}=`) }]);
  }
  t.end();
});

t.test('each file of TLS that is missing is named', (t) => {
  const read = new Reader({ TLS_CERT: '/missing/server.crt', TLS_KEY: t.testdir() });
  readTls(read);
  t.match(read.problems, [
    {
      code: 'PMC_CONFIG_INVALID',
      message: /^TLS_CERT=\/missing\/server\.crt is not valid: it must be the path of a file/,
    },
    { code: 'PMC_CONFIG_INVALID', message: /^TLS_KEY=/ },
  ]);
  t.end();
});
