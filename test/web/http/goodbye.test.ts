import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { answersTo } from '../raw-request.ts';
import { stage } from '../stage.ts';

t.test('a client that was sent an error and stays connected is disconnected', async (t) => {
  const { url, clock } = await stage(t);
  const socket = connect({ port: Number(new URL(url()).port), host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.write('nonsense\r\n\r\n');
  const [answer] = (await once(socket.setEncoding('utf8'), 'data')) as [string];
  t.match(answer, /^HTTP\/1\.1 400 /);
  const closed = new Promise((resolve) => {
    socket.once('close', resolve);
  });
  await new Promise((resolve) => {
    socket.once('end', resolve);
  });
  await clock.advance(2_000);
  // Writing to a closed connection makes this end notice.
  for (; !socket.destroyed; await new Promise(setImmediate)) socket.write('more');
  await closed;
});

t.test('a client that sends its headers slowly, or sends nothing, gets 408 and is disconnected', async (t) => {
  const { url } = await stage(t);
  const late = /^HTTP\/1\.1 408 [^]*"PMC_REQUEST_LATE"/;
  const answers = await Promise.all(
    ['', 'GET /livez HTTP/1.1\r\nhost: x\r\n', 'POST /api/v1/session HTTP/1.1\r\nx: '].map((bytes) =>
      answersTo(url(), bytes),
    ),
  );
  for (const answer of answers) t.match(answer, late);
});
