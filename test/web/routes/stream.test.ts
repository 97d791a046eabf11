import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { bearer } from '../stage.ts';
import { idsOf, streamStage } from '../stream-stage.ts';

t.test('a stream sends every change from now on, with its cursor as id', async (t) => {
  const { change, open, store } = await streamStage(t);
  await change();
  const stream = await open();
  t.match(stream.response.headers.get('content-type'), 'text/event-stream');
  const told = await change();
  const events = await stream.take(told.length);
  t.same(idsOf(events), told);
  t.match(events, [{ event: 'change', change: { section: CSE310 } }]);
  t.equal(events.at(-1)!.id, await store.changes.latestCursor());
});

t.test('a client that was told of no change can return, too: it got an id at once', async (t) => {
  const { change, open, clock } = await streamStage(t);
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
  const { change, open } = await streamStage(t);
  const all = [...(await change()), ...(await change())];
  t.same(idsOf(await (await open({}, '?since=0')).take(all.length)), all);
  t.same(idsOf(await (await open({ 'last-event-id': '2' }, '?since=0')).take(all.length - 2)), all.slice(2));
  t.same(idsOf(await (await open({ 'last-event-id': '' }, '?since=1')).take(all.length - 1)), all.slice(1));
});

t.test('a cursor that is not kept or was never issued is 410', async (t) => {
  const { change, open } = await streamStage(t);
  await change();
  for (const id of ['999999', 'rubbish']) {
    const { response } = await open({ 'last-event-id': id });
    t.equal(response.status, 410);
    t.match(await response.json(), { code: 'PMC_CURSOR_GONE' });
  }
});

t.test('proxies are told not to store, change or hold back the events', async (t) => {
  const { open } = await streamStage(t);
  const { headers } = (await open({ 'accept-encoding': 'gzip, br' })).response;
  t.equal(headers.get('cache-control'), 'no-cache, no-transform');
  t.equal(headers.get('x-accel-buffering'), 'no');
  t.equal(headers.get('content-encoding'), null);
  t.equal(headers.get('x-content-type-options'), 'nosniff');
});

t.test('one client may have 1,000 streams, and a key as many of its own', async (t) => {
  const { ask, open } = await streamStage(t);
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
  const { ask, open, change } = await streamStage(t);
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
