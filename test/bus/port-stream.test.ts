import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text, buffer } from 'node:stream/consumers';
import { MessageChannel } from 'node:worker_threads';
import t from 'tap';
import type { Test } from 'tap';
import { PortStream } from '../../src/bus/port-stream.ts';
import { until } from './support.ts';

function pair(t: Test): [PortStream, PortStream] {
  const { port1, port2 } = new MessageChannel();
  const streams: [PortStream, PortStream] = [new PortStream(port1), new PortStream(port2)];
  t.teardown(() => {
    for (const stream of streams) stream.destroy();
  });
  return streams;
}

t.test('bytes arrive in order and unchanged, in both directions', async (t) => {
  const [a, b] = pair(t);
  a.write('one ');
  a.write(Buffer.from('two'));
  b.write('three');
  const [fromB] = (await once(a, 'data')) as [Buffer];
  t.equal(fromB.toString(), 'three');
  const all = text(b);
  a.destroy();
  t.equal(await all, 'one two');
});

t.test('a chunk may be a slice of a buffer that is still in use', async (t) => {
  const [a, b] = pair(t);
  const pool = Buffer.from('abcdef');
  a.write(pool.subarray(2, 4));
  await until(() => a.writableLength === 0);
  t.equal(pool.toString(), 'abcdef');
  const [chunk] = (await once(b, 'data')) as [Buffer];
  t.equal(chunk.toString(), 'cd');
});

t.test('a writer waits for a reader that does not read, and goes on when it does', async (t) => {
  const [a, b] = pair(t);
  const sent = randomBytes(2 * 1024 * 1024);
  for (let at = 0; at < sent.length; at += 16 * 1024) a.write(sent.subarray(at, at + 16 * 1024));
  await until(() => b.readableLength > 0);
  for (let i = 0; i < 50; i += 1)
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  t.ok(b.readableLength <= 512 * 1024, `${b.readableLength} bytes reached the reader`);
  t.ok(a.writableLength > 1024 * 1024, `${a.writableLength} bytes wait at the writer`);

  const all = buffer(b);
  await until(() => a.writableLength === 0);
  a.destroy();
  t.ok((await all).equals(sent));
});

t.test('closing one end closes the other', async (t) => {
  const [a, b] = pair(t);
  const closed = once(b, 'close');
  b.resume();
  a.destroy();
  await closed;
  t.ok(b.destroyed);
});
