import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import type { Test } from 'tap';
import t from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';

/** Opens a seat as the control page does in a browser that reached it as `host`. Returns the status of the answer. */
async function openSeat(
  t: Test,
  listeningAt: string,
  host: string,
  origin = `http://${host}`,
): Promise<number | undefined> {
  const campus = await startCampus({ port: 0, host: listeningAt, sections: 20, speed: 0 });
  t.teardown(() => campus.close());
  const { port } = new URL(campus.url);
  const path = `/control/api/sections/${campus.term}/66445/open-seat`;
  const withPort = (name: string): string => name.replace(/PORT$/, port);
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    method: 'POST',
    headers: { host: withPort(host), origin: withPort(origin) },
  }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

t.test('a campus for other machines lets its control page work under the name it is reached by', async (t) => {
  t.equal(await openSeat(t, '0.0.0.0', 'campus:PORT'), 200);
  t.equal(await openSeat(t, '0.0.0.0', 'localhost:PORT'), 200);
});

t.test('pages of other sites may not use the control API, wherever the campus listens', async (t) => {
  for (const origin of ['http://elsewhere.example', 'http://campus:1', 'null'])
    t.equal(await openSeat(t, '0.0.0.0', 'campus:PORT', origin), 403, origin);
  t.equal(await openSeat(t, '127.0.0.1', 'localhost:PORT', 'http://elsewhere.example'), 403);
});

t.test('on loopback, another name for this machine is another site', async (t) => {
  t.equal(await openSeat(t, '127.0.0.1', '127.0.0.1:PORT'), 200);
  t.equal(await openSeat(t, '127.0.0.1', 'localhost:PORT'), 200);
  t.equal(await openSeat(t, '127.0.0.1', 'rebound.example:PORT'), 403);
});
