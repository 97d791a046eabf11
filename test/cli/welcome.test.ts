import t from 'tap';
import { addressesOf, welcome } from '../../src/cli/welcome.ts';

const URLS = { web: 'http://127.0.0.1:3000', mqtt: 'mqtt://127.0.0.1:1883', mqtts: null, campus: null };
const REAL = { urls: URLS, mailDir: null, operatorTokenFile: null };

t.test('only what there is is named', async (t) => {
  t.match(
    welcome(REAL),
    [
      'PickMyClass is running. Ctrl-C stops it.',
      '  student page    http://127.0.0.1:3000',
      '  operator page   http://127.0.0.1:3000/operator',
      '  operator token  OPERATOR_TOKEN',
      '  MQTT            mqtt://127.0.0.1:1883\n',
    ].join('\n'),
  );
  t.notMatch(welcome(REAL), /campus|mail|MQTTS/);
});

t.test('the port of MQTT with TLS is said too: it may be any free one', async (t) => {
  const secure = { ...REAL, urls: { ...URLS, mqtts: 'mqtts://127.0.0.1:40631' } };
  t.match(welcome(secure), /^ {2}MQTTS {11}mqtts:\/\/127\.0\.0\.1:40631$/m);
  t.equal(addressesOf(secure)['mqtts'], 'mqtts://127.0.0.1:40631');
});

t.test('a person who tries the simulated university is told what to do', async (t) => {
  const tried = {
    urls: { ...URLS, campus: 'http://127.0.0.1:4000/control' },
    mailDir: '/data/mail',
    operatorTokenFile: '/data/operator-token',
  };
  for (const line of [
    /^ {2}operator token {2}in \/data\/operator-token$/m,
    /^ {2}mail {12}written to \/data\/mail$/m,
    /^ {2}campus {10}http:\/\/127\.0\.0\.1:4000\/control /m,
    /^To try it: watch a full class/m,
  ])
    t.match(welcome(tried), line);
});
