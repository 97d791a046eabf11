import t from 'tap';
import type { Test } from 'tap';
import type { ThreadSpec } from '../../../src/runtime/supervision/child-spec.ts';
import type { ThreadProbeArgs, ThreadProbeMessage } from '../../fixtures/thread-probe.ts';
import {
  type ProbeMessage,
  type TestSystem,
  probe,
  supervise,
  testSystem,
} from '../../../src/runtime/testing/index.ts';

const here = (path: string): string => new URL(path, import.meta.url).href;

function thread(
  id: string,
  overrides: Partial<ThreadSpec> = {},
  args: ThreadProbeArgs = { greeting: 'hello' },
): ThreadSpec {
  return {
    id,
    type: 'thread',
    module: here('../../fixtures/thread-probe.js'),
    args,
    resourceLimits: { maxOldGenerationSizeMb: 32 },
    ...overrides,
  };
}

async function threadSystem(
  t: Test,
  children: Parameters<typeof supervise>[1],
  intensity = { restarts: 3, windowMs: 60_000 },
): Promise<TestSystem> {
  return testSystem(t, supervise('root', children, { intensity }));
}

const tell = (test: TestSystem, id: string, message: ThreadProbeMessage): void =>
  test.system.outside.tell(test.system.ref<ThreadProbeMessage>(id), message);
const who = (test: TestSystem, id: string): Promise<{ args: unknown; threadId: number }> =>
  test.system.outside.ask(test.system.ref<ThreadProbeMessage>(id), (replyTo) => ({ type: 'who', replyTo }), 10_000);
const ignored = (test: TestSystem, id: string): Promise<never> =>
  test.system.outside.ask(test.system.ref<ThreadProbeMessage>(id), (replyTo) => ({ type: 'ignore', replyTo }), 10_000);

t.test('an actor in a thread can be asked like any other, and the tree shows its thread', async (t) => {
  const test = await threadSystem(t, [thread('a'), probe('b').spec]);
  await test.system.start();
  const answer = await who(test, 'a');
  t.same(answer.args, { greeting: 'hello' });
  t.ok(answer.threadId > 0, 'not the main thread');
  t.match(test.node('a'), { state: 'running', kind: 'actor', thread: 'worker-1', breaker: 'closed', mailbox: 0 });
  t.equal(test.node('b').thread, 'main');
  t.match(
    test.log.lines.find((line) => line.event === 'probe started'),
    { fields: { actor: 'n/a', greeting: 'hello', err: { message: 'shown' } } },
  );
});

for (const [how, error] of [
  ['throw', /^thrown in a thread$/],
  ['uncaught', /worker thread of n\/a exited with code 1.*uncaught in a thread/],
  ['unhandled', /worker thread of n\/a exited with code 1.*unhandled in a thread/],
  ['exit', /worker thread of n\/a exited with code 7/],
  ['exhaust', /worker thread of n\/a exited with code 1.*memory/],
] as const) {
  t.test(`a thread that ends by "${how}" is replaced by a new one`, async (t) => {
    const test = await threadSystem(t, [thread('a')]);
    await test.system.start();
    const first = await who(test, 'a');
    const waiting = t.rejects(ignored(test, 'a'), { code: 'RUNTIME_ACTOR_DEAD' }, 'who waits for it hears at once');
    tell(test, 'a', { type: how });
    await test.until(() => test.log.events().includes('child restarting'));
    await waiting;
    t.match(test.node('a').lastError, error);
    if (error.source.includes('in a thread')) t.match(test.node('a').lives?.[0]?.stack, /thread-probe/);
    await t.rejects(who(test, 'a'), { code: 'RUNTIME_ACTOR_DEAD' }, 'nobody lives there meanwhile');
    await test.clock.advance(100);
    await test.until(() => test.node('a').state === 'running');
    t.not((await who(test, 'a')).threadId, first.threadId);
    t.match(test.node('a'), { restarts: 1, thread: 'worker-2' });
  });
}

t.test('a thread that hangs misses heartbeats and is terminated and replaced', async (t) => {
  const test = await threadSystem(t, [thread('a', { heartbeatTimeoutMs: 9_000 })]);
  await test.system.start();
  await who(test, 'a');
  tell(test, 'a', { type: 'loop' });
  await test.clock.advance(8_999);
  t.equal(test.node('a').state, 'running');
  await test.clock.advance(1);
  t.match(test.node('a'), { state: 'restarting', lastError: 'the worker thread of n/a gave no heartbeat for 9000 ms' });
  await test.until(() => test.log.events().includes('child restarting'));
  await test.clock.advance(100);
  await test.until(() => test.node('a').state === 'running');
  t.same((await who(test, 'a')).args, { greeting: 'hello' });
});

t.test('a heartbeat carries the state of the breaker and resets the count of misses', async (t) => {
  const test = await threadSystem(t, [thread('a', { heartbeatTimeoutMs: 30 })]);
  await test.system.start();
  tell(test, 'a', { type: 'break-circuit' });
  await test.clock.advance(20);
  while (test.node('a').breaker !== 'open') await who(test, 'a');
  await test.clock.advance(20);
  t.equal(test.node('a').state, 'running');
  const { heartbeatMs, load } = test.node('a');
  t.type(heartbeatMs, 'number');
  t.ok(load !== undefined && load.heapMb > 0 && load.busy <= 1);
});

for (const [how, error] of [
  ['throw', { code: 'RUNTIME_START_FAILED', message: 'n/a did not start: no start today' }],
  ['exit', { code: 'RUNTIME_THREAD_EXITED', message: 'the worker thread of n/a exited with code 3' }],
  ['loop', { code: 'RUNTIME_START_TIMEOUT', message: 'n/a did not start within 2000 ms' }],
] as const) {
  t.test(`a start of a thread that ends by "${how}" fails`, async (t) => {
    const test = await threadSystem(t, [thread('a', { startTimeoutMs: 2_000 }, { greeting: '', start: how })], {
      restarts: 0,
      windowMs: 1_000,
    });
    const rejected = t.rejects(test.system.start(), { code: 'RUNTIME_RESTART_LIMIT', cause: error });
    await test.clock.advance(1_999);
    if (how === 'loop') await test.clock.advance(1 + 5_000);
    await rejected;
  });
}

t.test('a start fails when the module cannot be loaded', async (t) => {
  const test = await threadSystem(t, [thread('a', { module: 'file:///nowhere.js' })], { restarts: 0, windowMs: 1_000 });
  await t.rejects(test.system.start(), { cause: { message: /nowhere\.js/ } });
});

t.test('a thread that does not stop in time is terminated', async (t) => {
  const test = await threadSystem(t, [thread('a', { shutdownMs: 3_000 })]);
  await test.system.start();
  tell(test, 'a', { type: 'hang-on-stop' });
  await who(test, 'a');
  const stopped = test.system.stop();
  await test.clock.advance(3_000);
  await stopped;
  t.equal(test.node('a').state, 'stopped');
  t.ok(test.log.events().includes('a thread did not stop and is terminated'));
});

t.test('a transient thread may finish', async (t) => {
  const test = await threadSystem(t, [thread('a', { restart: 'transient' })]);
  await test.system.start();
  tell(test, 'a', { type: 'finish' });
  await test.until(() => test.node('a').state === 'stopped');
  t.equal(test.node('a').restarts, 0);
});

t.test('an ask between threads is rejected when the asked thread is gone', async (t) => {
  const test = await threadSystem(t, [thread('a'), thread('b')]);
  await test.system.start();
  const { system } = test;
  const asked = system.outside.ask<ThreadProbeMessage, { code: string }>(
    system.ref('a'),
    (replyTo) => ({ type: 'ask', target: system.ref('b'), replyTo }),
    10_000,
  );
  await who(test, 'b');
  tell(test, 'b', { type: 'exit' });
  t.same(await asked, { code: 'RUNTIME_ACTOR_DEAD' });
});

t.test('actors in threads can watch and be watched, however they end', async (t) => {
  const listener = probe('listener');
  const test = await threadSystem(t, [listener.spec, thread('watcher'), thread('b'), probe('c').spec]);
  await test.system.start();
  const heard = async (text: string): Promise<void> => {
    while (listener.events.at(-1) !== text) await who(test, 'watcher');
  };
  for (const target of ['b', 'c', 'nobody']) {
    tell(test, 'watcher', { type: 'watch', target: test.system.ref(target), listener: test.system.ref('listener') });
  }
  await heard('terminated');
  t.same(listener.events, ['started', 'started', 'started', 'terminated'], 'itself, b, c, and nobody');
  listener.events.length = 0;
  listener.context().watch(test.system.ref('b'), (signal) => ({ type: 'note', text: `b ${signal}` }));
  await heard('b started');
  tell(test, 'b', { type: 'exit' });
  await test.until(() => test.log.events().includes('child restarting'));
  await test.clock.advance(100);
  await test.until(() => test.node('b').state === 'running');
  while (listener.events.length < 5) await who(test, 'watcher');
  t.same(listener.events.toSorted(), ['b started', 'b started', 'b terminated', 'started', 'terminated']);
  listener.events.length = 0;
  tell(test, 'watcher', { type: 'unwatch', target: test.system.ref('c') });
  await who(test, 'watcher');
  test.system.outside.tell(test.system.ref<ProbeMessage>('c'), { type: 'throw', text: 'died' });
  await test.until(() => test.node('c').state === 'restarting');
  await who(test, 'watcher');
  t.same(listener.events, []);
});
