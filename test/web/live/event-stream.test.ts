import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
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
