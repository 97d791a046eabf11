import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';
import t from 'tap';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { EventStream } from '../../../src/web/live/event-stream.ts';
import { idsOf, streamStage } from '../stream-stage.ts';

t.test('a client that does not read is cut after 30 s, and others notice nothing', async (t) => {
  const { change, open, url, clock } = await streamStage(t);
  // The kernel takes some megabytes for a client that does not read.
  const instructors = Array.from({ length: 200 }, (_, index) => `Instructor ${index} ${'x'.repeat(80)}`);
  const frozen = connect({ port: Number(new URL(url()).port), host: '127.0.0.1' });
  t.teardown(() => frozen.destroy());
  frozen.write('GET /api/v1/stream HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(frozen, 'readable');
  const reader = await open();
  const [told, read]: [string[], string[]] = [[], []];
  for (let time = 0; time < 150; time += 1) {
    told.push(...(await change({ instructors })));
    read.push(...idsOf(await reader.take(told.length - read.length)));
  }
  t.same(read, told);
  const ended = once(frozen, 'close');
  await clock.advance(31_000);
  frozen.on('error', () => undefined).resume();
  await ended;
  const more = await change();
  t.same(idsOf(await reader.take(more.length)), more);
});

t.test('when the server stops, streams end at the end of an event', async (t) => {
  const { change, open, system } = await streamStage(t);
  const stream = await open();
  const told = await change();
  t.same(idsOf(await stream.take(told.length)), told);
  await Promise.all([system.stop(), stream.rest()]);
});

/** A client that has sent a request and reads nothing, and the response to it. */
async function unread(t: Test) {
  const server = createServer().listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).on('error', () => {});
  t.teardown(() => client.destroy());
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  return { client, response, stream: new EventStream(response, new ManualClock()) };
}

t.test('a stream whose client has left before it began ends at once', async (t) => {
  const { client, response, stream } = await unread(t);
  client.destroy();
  await once(response, 'close');
  let closed = 0;
  stream.onClose(() => {
    closed += 1;
  });
  t.equal(closed, 1);
});

t.test('a stream that has ended takes nothing more, although its client has not read the rest', async (t) => {
  const { response, stream } = await unread(t);
  const failed: Error[] = [];
  response.on('error', (error) => failed.push(error));
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  // The kernel takes some megabytes for a client that does not read. The last write waits.
  for (; response.writableLength === 0; await turn()) response.write(Buffer.alloc(64 * 1024));
  stream.end();
  t.equal(stream.push(Buffer.from(':\n\n')), false);
  stream.beat();
  await turn();
  t.same(failed, []);
});
