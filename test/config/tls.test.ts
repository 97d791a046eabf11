import t from 'tap';
import { Reader } from '../../src/config/reader.ts';
import { readTls } from '../../src/config/tls.ts';

t.test('TLS needs both files, which are made absolute', (t) => {
  const files = { TLS_CERT: 'tls/server.crt', TLS_KEY: '/etc/server.key' };
  const found = readTls(new Reader(files));
  t.match(found, { port: 8883, portIsDefault: true, keyFile: '/etc/server.key', certFile: /^\/.*\/tls\/server\.crt$/ });
  t.match(readTls(new Reader({ ...files, MQTTS_PORT: '0' })), { port: 0, portIsDefault: false });
  t.equal(readTls(new Reader({})), null);
  for (const [name, environment] of [
    ['TLS_KEY', { TLS_CERT: 'a' }],
    ['TLS_CERT', { TLS_KEY: 'a' }],
    ['MQTTS_PORT', { MQTTS_PORT: '8883' }],
  ] as const) {
    const read = new Reader(environment);
    t.equal(readTls(read), null);
    t.match(read.problems, [{ code: 'PMC_CONFIG_INVALID', message: new RegExp(`^${name}=`) }]);
  }
  t.end();
});
