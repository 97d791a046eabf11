import { connect, constants } from 'node:http2';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';

t.test('a campus with HTTP/2 answers over TLS like any other, and closes open sessions', async (t) => {
  const campus = await startCampus({ port: 0, sections: 30, speed: 0, http2: true });
  t.match(campus.url, /^https:\/\/127\.0\.0\.1:\d+$/);
  const session = connect(campus.url, { rejectUnauthorized: false });
  const request = session.request({
    [constants.HTTP2_HEADER_PATH]: `${new URL(campus.apiUrl).pathname}/search/classes?term=${campus.term}&refine=Y`,
    authorization: 'Bearer null',
    origin: campus.url,
  });
  const [headers, body] = await Promise.all([
    new Promise<Record<string, unknown>>((resolve) => {
      request.once('response', resolve);
    }),
    text(request),
  ]);
  t.equal(headers[':status'], 200);
  t.equal(headers['access-control-allow-origin'], campus.url);
  t.ok((JSON.parse(body) as { classes: unknown[] }).classes.length > 0);
  t.equal(campus.requests.classes, 1);
  await campus.close();
  t.ok(session.closed || session.destroyed);
});
