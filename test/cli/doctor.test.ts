import t from 'tap';
import { pickmyclass } from '../support/pickmyclass.ts';

t.test('doctor names what is not reachable and ends with 1', async (t) => {
  const environment = { DATA_DIR: t.testdir(), ASU_CATALOG_URL: 'http://127.0.0.1:1/', PORT: '0', MQTT_PORT: '0' };
  const { code, stdout } = await pickmyclass(['doctor'], environment);
  t.equal(code, 1);
  t.match(stdout, /source .*\n +FAIL {2}PMC_SOURCE_UNREACHABLE/);
  t.match(stdout, /browser .*\n +ok/);
  t.match(stdout, /store .*\n +ok/);
});
