import t from 'tap';
import type { Test } from 'tap';
import { places } from '../../../../src/actors/places.ts';
import { browserPoolSpec } from '../../../../src/actors/checking/browsers/pool.ts';
import { placesOf } from '../../../../src/checking/looking/pooled-browser.ts';
import { noTracer } from '../../../../src/telemetry/traces/tracer.ts';
import type { BrowserMessage, BrowserPoolMessage } from '../../../../src/actors/checking/browsers/pool.ts';
import type { PoolStatus } from '../../../../src/checking/looking/pooled-browser.ts';
import type { Fetched } from '../../../../src/checking/looking/look-result.ts';
import type { ActorContext } from '../../../../src/runtime/index.ts';
import { refTo } from '../../../../src/runtime/index.ts';
import type { LookRequest } from '../../../../src/institutions/institution.ts';
import { ManualClock, type TestSystem, settle, supervise, testSystem } from '../../../../src/runtime/testing/index.ts';
import { at } from '../../../../src/nodes/place.ts';
import { configOf } from '../../../support/config-of.ts';
import { fakeBrowser, RESTART_MS } from '../../../support/fake-browser.ts';
import type { FakeBrowser } from '../../../support/fake-browser.ts';

interface Pool {
  test: TestSystem;
  a: FakeBrowser;
  b: FakeBrowser;
  failPool: () => void;
  look: (id: string) => Promise<Fetched>;
  status: () => Promise<PoolStatus>;
}

/** Two browsers, of which those named in `away` are unavailable. */
async function startPool(
  t: Test,
  perBrowser: number | ((carries: number) => number),
  away: ('a' | 'b')[] = [],
): Promise<Pool> {
  const clock = new ManualClock();
  const browsers = { a: fakeBrowser('a', clock), b: fakeBrowser('b', clock) };
  const config = configOf({ CHECK_TIMEOUT_SECONDS: '1' });
  const refs = Object.keys(browsers).map((id) => ({ id, ref: refTo<BrowserMessage>('n', id) }));
  const spec = browserPoolSpec(
    { config, tools: { tracer: noTracer } },
    { browsers: refs, places: typeof perBrowser === 'number' ? () => perBrowser : perBrowser },
  );
  let context: ActorContext<never> | undefined;
  const start: typeof spec.start = (itsContext) => {
    context = itsContext as ActorContext<never>;
    return spec.start(itsContext);
  };
  const backoff = { minMs: RESTART_MS, maxMs: RESTART_MS, jitter: 0, resetAfterMs: 1 };
  const root = supervise('root', [at(places.pool, { ...spec, start }), browsers.a.spec, browsers.b.spec], { backoff });
  const test = await testSystem(t, root, {}, clock);
  await test.system.start();
  // A browser that waits for its start cannot be stopped yet.
  t.teardown(() => Promise.all([browsers.a.comeBack(), browsers.b.comeBack()]));
  for (const id of away) await browsers[id].leave();
  const pool = test.system.ref<BrowserPoolMessage>('pool');
  const request = (id: string): LookRequest => ({
    id,
    institution: 'asu',
    term: '2267',
    by: 'subject',
    subject: 'CSE',
  });
  return {
    test,
    ...browsers,
    failPool: () => context?.fail(new Error('died')),
    look: (id) => test.system.outside.ask(pool, (replyTo) => ({ type: 'look', request: request(id), replyTo }), 60_000),
    status: () => test.system.outside.ask(pool, (replyTo) => ({ type: 'status', replyTo }), 1_000),
  };
}

t.test('requests go to the busiest browser with a free place, which answers the requester directly', async (t) => {
  const { a, b, look, status } = await startPool(t, 2);
  const replies = ['1', '2', '3'].map(look);
  await settle();
  t.same([a.looks, b.looks], [['1', '2'], ['3']]);
  t.same(await status(), { total: 2, available: 0, busy: 2, queued: 0, overloaded: false, ready: true });
  b.answer();
  t.same(await replies[2], { outcome: 'answered', answer: { way: 'api', pages: ['b'] }, requests: 1 });
  await settle();
  t.match(await status(), { available: 1, busy: 1 });
  a.answer();
  a.answer();
  await Promise.all(replies);
});

t.test('a browser gets more looks when an answer has shown that its connections carry more', async (t) => {
  const { a, b, look } = await startPool(t, placesOf(1), ['b']);
  a.carries = 100;
  const replies = Array.from({ length: 40 }, (_, i) => look(String(i)));
  await settle();
  t.equal(a.looks.length, 18, 'six connections of HTTP/1.1');
  a.answer();
  await settle();
  t.equal(a.looks.length, 40, 'a stream for each');
  for (let left = 39; left > 0; left -= 1) a.answer();
  await Promise.all(replies);
  await a.leave();
  await a.comeBack();
  const again = Array.from({ length: 19 }, (_, i) => look(String(i)));
  await settle();
  t.equal(a.looks.length, 40 + 18, 'a new browser may find another connection');
  for (let left = 19; left > 0; left -= 1) {
    a.answer();
    await settle();
  }
  await Promise.all(again);
  t.same(b.looks, []);
});

t.test('requests that find no free browser wait, first come first served', async (t) => {
  const { a, look, status } = await startPool(t, 1, ['b']);
  const replies = ['1', '2', '3'].map(look);
  await settle();
  t.same(a.looks, ['1']);
  t.match(await status(), { total: 2, available: 0, busy: 1, queued: 2 });
  for (const reply of replies) {
    a.answer();
    await reply;
    await settle();
  }
  t.same(a.looks, ['1', '2', '3']);
});

t.test('when two hundred requests wait, the next one is refused, not failed', async (t) => {
  const { a, look, status } = await startPool(t, 1, ['a', 'b']);
  const waiting = Array.from({ length: 200 }, (_, i) => look(String(i)));
  t.match(await look('one more'), { outcome: 'refused', code: 'PMC_POOL_REFUSED', message: /200 requests/ });
  t.match(await status(), { queued: 200, overloaded: true, ready: false });
  await a.comeBack();
  t.match(await status(), { queued: 199, overloaded: false, ready: true });
  for (const reply of waiting) {
    a.answer();
    await reply;
    await settle();
  }
});

t.test('a request that has waited too long is refused', async (t) => {
  const { test, a, look, status } = await startPool(t, 1, ['a', 'b']);
  const early = look('early');
  await test.clock.advance(600);
  const late = look('late');
  await test.clock.advance(399);
  t.match(await status(), { queued: 2 });
  await test.clock.advance(1);
  t.match(await early, { outcome: 'refused', code: 'PMC_POOL_REFUSED' });
  t.match(await status(), { queued: 1 });
  await a.comeBack();
  a.answer();
  t.match(await late, { outcome: 'answered' });
  t.same(a.looks, ['late']);
});

t.test('an unavailable browser gets no work until it is back', async (t) => {
  const { a, b, look, status } = await startPool(t, 1, ['b']);
  await a.leave();
  const reply = look('1');
  t.match(await status(), { queued: 1, available: 0, ready: false });
  await b.comeBack();
  t.same([a.looks, b.looks], [[], ['1']]);
  const next = look('2');
  await settle();
  t.match(await status(), { queued: 1 });
  await a.comeBack();
  t.same([a.looks, b.looks], [['2'], ['1']]);
  a.answer();
  b.answer();
  t.match(await Promise.all([reply, next]), [{ answer: { pages: ['b'] } }, { answer: { pages: ['a'] } }]);
});

t.test('a request whose browser died goes to another one; if that dies too, the request fails', async (t) => {
  const { a, b, look } = await startPool(t, 1);
  const reply = look('poison');
  await settle();
  t.same(a.looks, ['poison']);
  await a.leave();
  t.same(b.looks, ['poison']);
  await b.leave();
  t.match(await reply, { outcome: 'failed', code: 'PMC_BROWSER_FAILED', requests: 1 });
});

t.test('a replaced pool knows at once which browsers are available', async (t) => {
  const { test, a, failPool, look, status } = await startPool(t, 1, ['b']);
  failPool();
  await test.clock.advance(RESTART_MS);
  t.equal(test.node('pool').restarts, 1);
  t.match(await status(), { total: 2, available: 1, ready: true });
  const reply = look('1');
  await settle();
  a.answer();
  t.match(await reply, { outcome: 'answered' });
});

t.test('a browser that does not answer in time fails its request and is used again', async (t) => {
  const { test, look, status } = await startPool(t, 1, ['b']);
  const reply = look('1');
  await test.clock.advance(26_000);
  t.match(await reply, { outcome: 'failed', code: 'PMC_BROWSER_FAILED' });
  t.match(await status(), { available: 1, busy: 0 });
});
