import t from 'tap';
import { answersTo } from '../raw-request.ts';
import { stage } from '../stage.ts';

t.test('an upgrade at a path that cannot be decoded is answered, and its socket is closed', async (t) => {
  const { url } = await stage(t);
  for (const method of ['GET', 'HEAD', 'POST']) {
    for (const path of ['/%', '/%zz', '/ws%', '/mqtt/%ff']) {
      t.match(
        await answersTo(
          url(),
          `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
        ),
        /^HTTP\/1\.1 40[0-9] /,
        `${method} ${path}`,
      );
    }
  }
});

t.test('an upgrade that nothing accepts or answers is disconnected in time', async (t) => {
  const { url, clock, store } = await stage(t);
  let asked = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    asked = resolve;
  });
  store.accounts.session = () => {
    asked();
    return new Promise(() => undefined);
  };
  const ended = answersTo(
    url(),
    'GET /api/v1/session HTTP/1.1\r\nhost: x\r\ncookie: pickmyclass_session=x\r\n' +
      'connection: upgrade\r\nupgrade: websocket\r\n\r\n',
  );
  await reached;
  await clock.advance(60_000);
  t.equal(await ended, '');
});
