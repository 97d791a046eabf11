import t from 'tap';
import { tracesExamination } from '../../../src/cli/doctor/traces.ts';
import { freePort } from '../../../src/net/free-port.ts';
import { collector } from '../../support/collector.ts';

t.test('doctor says whether the collector takes traces; one that does not is no failure', async (t) => {
  const { server } = await collector(t);
  const { said, examine } = tracesExamination(server.url.replace('//', '//user:secret@'));
  t.notMatch(said, /secret/);
  t.match(await tracesExamination(server.url).examine(), 'takes traces');
  t.match(server.received, [{ path: '/v1/traces' }]);
  t.equal(await examine(), 'takes traces');
  t.match(server.received[1], { headers: { authorization: /^Basic / } });
  server.status(401);
  t.match(await tracesExamination(server.url).examine(), /401.*credentials/);
  server.status(404);
  t.match(await tracesExamination(server.url).examine(), { warning: /answered 404/ });
  const away = `http://127.0.0.1:${await freePort(0, '127.0.0.1')}`;
  t.match(await tracesExamination(away).examine(), { warning: /does not answer/ });
});
