import { request } from 'node:http';
import t from 'tap';
import { WebSocket } from 'ws';
import { CSE310 } from '../../contract/store/harness.ts';
import { liveStage } from './stage.ts';

t.test('an invalid frame gets an error, and the connection stays open', async (t) => {
  const { live } = await liveStage(t);
  const client = await live();
  for (const frame of [
    '',
    '{',
    'null',
    '5',
    '"subscribe"',
    '[]',
    '{}',
    '{"type":5}',
    '{"type":"nonsense"}',
    '{"type":"__proto__"}',
    '{"type":"subscribe"}',
    '{"type":"subscribe","sections":"all"}',
    '{"type":"subscribe","sections":[],"since":5}',
    '{"type":"subscribe","sections":[],"admin":true}',
    '{"type":"unsubscribe"}',
    '{"type":"subscribe-mine","sections":[]}',
  ]) {
    client.send(frame);
    const { type, code, message } = await client.next();
    t.same({ type, code }, { type: 'error', code: 'PMC_FRAME_INVALID' }, frame);
    t.ok(message.length > 10);
  }
  client.socket.send(Buffer.from([1, 2, 3]));
  t.match(await client.next(), { type: 'error', code: 'PMC_FRAME_INVALID' });
  client.send({ type: 'subscribe', sections: [CSE310] });
  t.match(await client.next(), { type: 'snapshot' });
});

t.test('a frame that is too large, or breaks the protocol, closes only its own connection', async (t) => {
  const { live, url, ask } = await liveStage(t);
  const huge = await live();
  const closed = new Promise((resolve) => huge.socket.once('close', resolve));
  huge.send(JSON.stringify({ type: 'subscribe', sections: ['x'.repeat(600_000)] }));
  t.equal(await closed, 1009);

  const broken = await new Promise((resolve) => {
    request(new URL('/ws', url()), {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    })
      .on('upgrade', (_response, socket) => {
        socket.on('close', () => resolve('closed')).on('data', () => undefined);
        socket.write(Buffer.alloc(100, 0xff));
      })
      .end();
  });
  t.equal(broken, 'closed');
  t.equal((await ask('GET', '/livez')).status, 200);
});

t.test('a foreign origin is refused with 403; our own origin and no origin are accepted', async (t) => {
  const { url, live } = await liveStage(t);
  for (const path of ['/ws', '/mqtt']) {
    for (const origin of ['https://evil.example', 'null']) {
      const status = await new Promise((resolve) => {
        const socket = new WebSocket(new URL(path, url()), { origin });
        socket
          .on('unexpected-response', (_request, response) => resolve(response.statusCode))
          .on('open', () => resolve('open'))
          .on('error', () => undefined);
      });
      t.equal(status, 403, `${origin} at ${path}`);
    }
  }
  (await live({ origin: url() })).socket.terminate();
  (await live()).socket.terminate();
});

t.test('an upgrade on another path is 404, and a plain request to a WebSocket path is 400', async (t) => {
  const { url, ask } = await liveStage(t);
  const status = await new Promise((resolve) => {
    new WebSocket(new URL('/elsewhere', url()))
      .on('unexpected-response', (_request, response) => resolve(response.statusCode))
      .on('error', () => undefined);
  });
  t.equal(status, 404);
  for (const path of ['/ws', '/mqtt'])
    t.match(await ask('GET', path), { status: 400, body: { code: 'PMC_REQUEST_INVALID' } });
});

t.test('a client that reads too slowly is closed with 4008, and the others stay connected', async (t) => {
  const { look, live, system } = await liveStage(t);
  await look(CSE310);
  const slow = await live();
  const quick = await live();
  for (const client of [slow, quick]) {
    client.send({ type: 'subscribe', sections: [CSE310] });
    await client.next();
  }
  slow.socket.pause();
  const closed = new Promise((resolve) => slow.socket.once('close', resolve));
  const instructors = Array.from({ length: 2_000 }, (_, index) => `Ada Alder the ${index}th of that name`);
  for (let looks = 1; looks <= 60; looks += 1) {
    await look(CSE310, { enrolled: looks, capacity: 1_000, instructors });
    while ((await quick.next()).type !== 'checked');
  }
  slow.socket.resume();
  t.equal(await closed, 4008);
  quick.send({ type: 'unsubscribe', sections: [CSE310] });
  await quick.rest();
  t.equal(quick.socket.readyState, WebSocket.OPEN);
  t.equal(system.tree().children.find(({ id }) => id === 'web')?.restarts, 0);
});

t.test('a client that does not answer pings is disconnected', async (t) => {
  const { live, clock, url } = await liveStage(t);
  const deaf = new WebSocket(new URL('/ws', url()), { autoPong: false });
  await new Promise((resolve) => deaf.once('open', resolve));
  const closed = new Promise((resolve) => deaf.once('close', resolve));
  const lively = await live();
  const pinged = new Promise<void>((resolve) => {
    lively.socket.once('ping', () => resolve());
  });
  await clock.advance(15_000);
  await pinged;
  await lively.rest();
  await clock.advance(15_000);
  t.equal(await closed, 1006);
  t.equal(lively.socket.readyState, WebSocket.OPEN);
});
