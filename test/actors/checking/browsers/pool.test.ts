import t from 'tap';
import type { Test } from 'tap';
import { places } from '../../../../src/actors/places.ts';
import { browserPoolSpec } from '../../../../src/actors/checking/browsers/pool.ts';
import type {
  BrowserMessage,
  BrowserPoolMessage,
  PoolReply,
  PoolStatus,
} from '../../../../src/actors/checking/browsers/pool.ts';
import type { ActorContext, ActorSpec } from '../../../../src/runtime/index.ts';
import { refTo } from '../../../../src/runtime/index.ts';
import type { LookRequest } from '../../../../src/institutions/institution.ts';
import { type TestSystem, settle, supervise, testSystem } from '../../../../src/runtime/testing/index.ts';
import { at } from '../../../../src/nodes/place.ts';
import { configOf } from '../../../support/config-of.ts';

/** A browser that holds its looks until the test answers them. */
interface FakeBrowser {
  id: string;
  spec: ActorSpec<BrowserMessage>;
  looks: string[];
  answer: () => void;
  die: () => void;
}

function fakeBrowser(id: string): FakeBrowser {
  const held: BrowserMessage[] = [];
  const looks: string[] = [];
  let current: ActorContext<BrowserMessage> | undefined;
  return {
    id,
    looks,
    answer: () => {
      const look = held.shift()!;
      current!.tell(look.requester, { outcome: 'seen', answer: { way: 'api', pages: [id] }, requests: 1 });
      current!.tell(look.replyTo, { outcome: 'seen' });
    },
    die: () => current!.fail(new Error('died')),
    spec: {
      id,
      type: 'actor',
      start: (context) => {
        current = context;
        return {
          receive: (message) => {
            held.push(message);
            looks.push(message.request.id);
          },
        };
      },
    },
  };
}

interface Pool {
  test: TestSystem;
  a: FakeBrowser;
  b: FakeBrowser;
  look: (id: string) => Promise<PoolReply>;
  ready: (...browsers: FakeBrowser[]) => Promise<void>;
  status: () => Promise<PoolStatus>;
}

async function startPool(t: Test, looksPerBrowser: number): Promise<Pool> {
  const [a, b] = [fakeBrowser('a'), fakeBrowser('b')];
  const browsers = [a, b].map(({ id }) => ({ id, ref: refTo<BrowserMessage>('n', id) }));
  const config = configOf({ CHECK_TIMEOUT_SECONDS: '1' });
  const pooled = at(places.pool, browserPoolSpec({ config }, { browsers, looksPerBrowser }));
  const test = await testSystem(t, supervise('root', [pooled, a.spec, b.spec]));
  await test.system.start();
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
    a,
    b,
    look: (id) => test.system.outside.ask(pool, (replyTo) => ({ type: 'look', request: request(id), replyTo }), 60_000),
    ready: async (...ready) => {
      for (const { id } of ready) test.system.outside.tell(pool, { type: 'browser-ready', browser: id });
      await settle();
    },
    status: () => test.system.outside.ask(pool, (replyTo) => ({ type: 'status', replyTo }), 1_000),
  };
}

t.test('requests go to the least busy browser, which answers the requester itself', async (t) => {
  const { a, b, look, ready, status } = await startPool(t, 2);
  await ready(a, b);
  const replies = ['1', '2', '3'].map(look);
  await settle();
  t.same([a.looks, b.looks], [['1', '3'], ['2']]);
  t.same(await status(), { total: 2, available: 0, busy: 2, queued: 0, overloaded: false, ready: true });
  b.answer();
  t.same(await replies[1], { outcome: 'seen', answer: { way: 'api', pages: ['b'] }, requests: 1 });
  await settle();
  t.match(await status(), { available: 1, busy: 1 });
  a.answer();
  a.answer();
  await Promise.all(replies);
});

t.test('requests that find no free browser wait, first come first served', async (t) => {
  const { a, look, ready, status } = await startPool(t, 1);
  await ready(a);
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

t.test('the request after a hundred waiting ones is refused, not failed', async (t) => {
  const { a, look, ready, status } = await startPool(t, 1);
  const waiting = Array.from({ length: 100 }, (_, i) => look(String(i)));
  t.match(await look('one more'), { outcome: 'refused', code: 'PMC_POOL_REFUSED', message: /100 requests/ });
  t.match(await status(), { queued: 100, overloaded: true, ready: false });
  await ready(a);
  t.match(await status(), { queued: 99, overloaded: false, ready: true });
  for (const reply of waiting) {
    a.answer();
    await reply;
    await settle();
  }
});

t.test('a request that has waited too long is refused', async (t) => {
  const { test, a, look, ready, status } = await startPool(t, 1);
  const early = look('early');
  await test.clock.advance(600);
  const late = look('late');
  await test.clock.advance(399);
  t.match(await status(), { queued: 2 });
  await test.clock.advance(1);
  t.match(await early, { outcome: 'refused', code: 'PMC_POOL_REFUSED' });
  t.match(await status(), { queued: 1 });
  await ready(a);
  a.answer();
  t.match(await late, { outcome: 'seen' });
  t.same(a.looks, ['late']);
});

t.test('a browser that is away gets no work until it is back', async (t) => {
  const { test, a, b, look, ready, status } = await startPool(t, 1);
  await ready(a);
  a.die();
  await settle();
  const reply = look('1');
  await settle();
  t.match(await status(), { queued: 1, ready: false }, 'handed out, refused by the dead, queued again');
  await ready(b);
  b.answer();
  t.match(await reply, { answer: { pages: ['b'] } });
  await test.clock.advance(100);
  const next = look('2');
  await settle();
  t.same([a.looks, b.looks], [[], ['1', '2']], 'a runs again, but has not said so');
  b.answer();
  await next;
});

t.test('a request that two browsers were lost with is failed', async (t) => {
  const { a, b, look, ready } = await startPool(t, 1);
  a.die();
  b.die();
  await settle();
  await ready(a, b);
  t.match(await look('poison'), { outcome: 'failed', code: 'PMC_BROWSER_FAILED', requests: 1 });
});

t.test('a browser that does not answer in time fails its request and is used again', async (t) => {
  const { test, a, look, ready, status } = await startPool(t, 1);
  await ready(a);
  const reply = look('1');
  await test.clock.advance(26_000);
  t.match(await reply, { outcome: 'failed', code: 'PMC_BROWSER_FAILED' });
  await ready(a);
  t.match(await status(), { available: 1, busy: 0 });
});

t.test(
  'a browser that the bus has not let be heard for long gets nothing until it is heard again: what it is asked would be lost',
  async (t) => {
    const { test, a, look, ready, status } = await startPool(t, 1);
    await ready(a);
    await test.clock.advance(13_000);
    t.match(await status(), { ready: false, available: 0 });
    const reply = look('one');
    await settle();
    t.same(a.looks, []);
    await ready(a);
    t.same(a.looks, ['one']);
    a.answer();
    t.match(await reply, { outcome: 'seen' });
  },
);
