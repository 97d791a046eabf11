import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import { CSE310, MAT210 } from '../../contract/store/harness.ts';
import { EventClient } from '../event-client.ts';
import { bearer, stage } from '../stage.ts';

/** A server on which sections change and are announced. */
async function setUp(t: Test) {
  const web = await stage(t);
  let enrolled = 150;
  await web.see(CSE310, { enrolled });
  const change = async (look = {}): Promise<string[]> => {
    enrolled -= 1;
    const { changes } = (await web.see(CSE310, { ...look, enrolled })).result;
    web.announce({ type: 'announced', checked: [], states: [], changes });
    // Until the next batch may be sent.
    await web.clock.advance(50);
    return changes.map(({ change: { id } }) => id);
  };
  const open = (headers = {}, query = '') => EventClient.open(t, web.url(), headers, query);
  return { ...web, change, open };
}

const idsOf = (events: { change: { id: string } }[]): string[] => events.map(({ change: { id } }) => id);

t.test('a stream sends every change from now on, with its cursor as id', async (t) => {
  const { change, open, store } = await setUp(t);
  await change();
  const stream = await open();
  t.match(stream.response.headers.get('content-type'), 'text/event-stream');
  const told = await change();
  const events = await stream.take(told.length);
  t.same(idsOf(events), told);
  t.match(events, [{ event: 'change', change: { section: CSE310 } }]);
  t.equal(events.at(-1)!.id, await store.changes.latestCursor());
});

t.test('a client that returns gets what it missed, in order and once, and then news', async (t) => {
  const { change, open, clock } = await setUp(t);
  const first = await open();
  const before = await change();
  await first.take(before.length);
  first.leave();
  await clock.advance(50);
  const missed: string[] = [];
  for (let time = 0; time < 130; time += 1) missed.push(...(await change()));
  const again = await open({ 'last-event-id': first.lastId });
  t.same(idsOf(await again.take(missed.length)), missed);
  const news = await change();
  t.same(idsOf(await again.take(news.length)), news);
});

t.test('a client that was told of no change can return, too: it got an id at once', async (t) => {
  const { change, open, clock } = await setUp(t);
  const first = await open();
  await clock.advance(15_000);
  const reading = first.rest().catch(() => []);
  while (first.comments === 0) await clock.advance(15_000);
  first.leave();
  await reading;
  const missed = await change();
  const again = await open({ 'last-event-id': first.lastId });
  t.same(idsOf(await again.take(missed.length)), missed);
});

t.test('clients that cannot set a header send the id as since; the header comes first', async (t) => {
  const { change, open } = await setUp(t);
  const all = [...(await change()), ...(await change())];
  t.same(idsOf(await (await open({}, '?since=0')).take(all.length)), all);
  t.same(idsOf(await (await open({ 'last-event-id': '2' }, '?since=0')).take(all.length - 2)), all.slice(2));
  t.same(idsOf(await (await open({ 'last-event-id': '' }, '?since=1')).take(all.length - 1)), all.slice(1));
});

t.test('all streams get the same, whenever they came', async (t) => {
  const { change, open } = await setUp(t);
  const early = await open();
  const first = await change();
  const late = await open({}, '?since=0');
  const second = await change();
  const all = [...first, ...second];
  for (const stream of [early, late]) t.same(idsOf(await stream.take(all.length)), all);
});

t.test('a cursor that is not kept or was never issued is 410', async (t) => {
  const { change, open } = await setUp(t);
  await change();
  for (const id of ['999999', 'rubbish']) {
    const { response } = await open({ 'last-event-id': id });
    t.equal(response.status, 410);
    t.match(await response.json(), { code: 'PMC_CURSOR_GONE' });
  }
});

t.test('proxies are told not to store, change or hold back the events', async (t) => {
  const { open } = await setUp(t);
  const { headers } = (await open({ 'accept-encoding': 'gzip, br' })).response;
  t.equal(headers.get('cache-control'), 'no-cache, no-transform');
  t.equal(headers.get('x-accel-buffering'), 'no');
  t.equal(headers.get('content-encoding'), null);
  t.equal(headers.get('x-content-type-options'), 'nosniff');
});

t.test('a change whose announcement was lost is sent with the next tick', async (t) => {
  const { see, open, clock } = await setUp(t);
  const stream = await open();
  await clock.advance(100);
  await see(MAT210);
  const { changes } = await see(MAT210, { enrolled: 1 });
  await clock.advance(15_000);
  t.same(
    idsOf(await stream.take(changes.length)),
    changes.map(({ id }) => id),
  );
});

t.test('a client that does not read is cut after 30 s, and others notice nothing', async (t) => {
  const { change, open, url, clock } = await setUp(t);
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
  const { change, open, system } = await setUp(t);
  const stream = await open();
  const told = await change();
  t.same(idsOf(await stream.take(told.length)), told);
  await Promise.all([system.stop(), stream.rest()]);
});

t.test('one client may have 1,000 streams, and a key as many of its own', async (t) => {
  const { ask, open } = await setUp(t);
  const streams = await Promise.all(Array.from({ length: 1_000 }, () => open()));
  t.equal(streams.filter(({ response }) => response.status === 200).length, 1_000);
  const { response } = await open();
  t.equal(response.status, 429);
  t.match(await response.json(), { code: 'PMC_LIVE_LIMIT' });
  const { id, secret } = (await ask('POST', '/api/v1/keys', { headers: bearer, body: { label: 'x' } })).body;
  const authorization = `Bearer ${String(id)}.${String(secret)}`;
  t.equal((await open({ authorization })).response.status, 200);
  streams[0]!.leave();
  t.ok(await retried(async () => (await open()).response.status === 200), 'a place is free again');
});

t.test('the streams of a revoked key end, others stay', async (t) => {
  const { ask, open, change } = await setUp(t);
  const { id, secret } = (await ask('POST', '/api/v1/keys', { headers: bearer, body: { label: 'x' } })).body;
  const own = await open({ authorization: `Bearer ${String(id)}.${String(secret)}` });
  const other = await open();
  const ended = own.rest().catch(() => []);
  await ask('DELETE', `/api/v1/keys/${String(id)}`, { headers: bearer });
  t.same(await ended, []);
  const told = await change();
  t.same(idsOf(await other.take(told.length)), told);
});

async function retried(isTrue: () => Promise<boolean>): Promise<boolean> {
  for (let time = 0; time < 50; time += 1) if (await isTrue()) return true;
  return false;
}
