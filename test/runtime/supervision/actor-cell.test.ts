import t from 'tap';
import { MemoryTransport } from '../../../src/runtime/messaging/memory-transport.ts';
import { probe, settle, supervise, testSystem } from '../../../src/runtime/testing/index.ts';
import { running, tell } from '../support.ts';

t.test('a stop waits for the current message and drops the others', async (t) => {
  const a = probe('a');
  const test = await running(t, a);
  tell(test, 'a', { type: 'hold' });
  tell(test, 'a', { type: 'note', text: 'never' });
  await settle();
  const stopped = test.system.stop();
  a.release();
  await stopped;
  t.same(a.events, ['started', 'holding', 'let go', 'stopped']);
  t.same(test.system.tree().deadLetters!.count, { dropped: 1 });
});

t.test('when a message hangs, half of the shutdown time is left for the release', async (t) => {
  const a = probe('a', { shutdownMs: 1_000 });
  const test = await running(t, a);
  tell(test, 'a', { type: 'hold' });
  await settle();
  const stopped = test.system.stop();
  await test.clock.advance(499);
  t.same(a.events, ['started', 'holding']);
  await test.clock.advance(1);
  await stopped;
  t.same(a.events, ['started', 'holding', 'stopped']);
});

t.test('an actor that does not stop in time is abandoned, which is logged', async (t) => {
  const a = probe('a', { shutdownMs: 1_000, start: () => ({ receive: () => {}, stop: () => new Promise(() => {}) }) });
  const test = await running(t, a);
  const stopped = test.system.stop();
  await test.clock.advance(1_000);
  await stopped;
  t.ok(test.log.events().includes('an actor did not stop cleanly and is abandoned'));
  t.equal(test.node('a').state, 'stopped');
});

t.test('an actor is stopped even if its release throws or its subscription cannot be closed', async (t) => {
  const released: string[] = [];
  const a = probe('a', {
    start: () => ({
      receive: () => {},
      stop: () => {
        throw new Error('no release');
      },
    }),
  });
  const b = probe('b', {
    start: () => ({
      receive: () => {},
      stop: async () => {
        await settle();
        released.push('b');
      },
    }),
  });
  const transport = new MemoryTransport();
  await transport.start();
  const broken = Object.assign(Object.create(transport) as MemoryTransport, {
    publish: (topic: string, payload: string) => transport.publish(topic, payload),
    subscribe: async (topic: string, receive: () => void) => {
      await transport.subscribe(topic, receive);
      return { close: () => Promise.reject(new Error('no unsubscribe')) };
    },
  });
  const test = await testSystem(t, supervise('root', [a.spec, b.spec]), { transport: broken });
  await test.system.start();
  await test.system.stop();
  t.same(released, ['b'], 'the one trouble does not cut the other release short');
  t.same(test.states(), ['a:stopped', 'b:stopped']);
  const troubles = test.log.lines
    .filter(({ level }) => level === 'warn')
    .map(({ fields }) => (fields['err'] as Error).message);
  t.same(troubles, ['no unsubscribe', 'no unsubscribe', 'no release', 'no unsubscribe']);
});

t.test('a start that takes too long fails', async (t) => {
  const a = probe('a', { startTimeoutMs: 2_000, start: () => new Promise(() => {}) });
  const test = await testSystem(t, supervise('root', [a.spec], { intensity: { restarts: 0, windowMs: 1 } }));
  const rejected = t.rejects(test.system.start(), { cause: { code: 'RUNTIME_START_TIMEOUT' } });
  await test.clock.advance(2_000 + 5_000);
  await rejected;
});

t.test('an actor may fail or finish while it starts', async (t) => {
  let lives = 0;
  const a = probe('a', {
    restart: 'transient',
    start: (context) => {
      lives += 1;
      if (lives === 1) context.fail(new Error('at once'));
      else context.finish();
      return { receive: () => {} };
    },
  });
  const test = await testSystem(t, supervise('root', [a.spec]));
  const started = test.system.start();
  await test.clock.advance(100);
  await started;
  t.match(test.node('a'), { state: 'stopped', restarts: 1, lastError: 'n/a did not start: at once' });
});

t.test('a start that ends after its time limit leaves no subscription behind', async (t) => {
  let finishStart: () => void = () => {};
  let stopped = 0;
  const late = probe('late', {
    startTimeoutMs: 100,
    shutdownMs: 200,
    restart: 'temporary',
    start: () =>
      new Promise((resolve) => {
        finishStart = () => resolve({ receive: () => {}, stop: () => void (stopped += 1) });
      }),
  });
  const transport = new MemoryTransport();
  await transport.start();
  let subscribed = 0;
  const counting = Object.assign(Object.create(transport) as MemoryTransport, {
    publish: (topic: string, payload: string) => transport.publish(topic, payload),
    subscribe: async (topic: string, receive: () => void) => {
      const subscription = await transport.subscribe(topic, receive);
      subscribed += 1;
      return {
        close: async () => {
          await subscription.close();
          subscribed -= 1;
        },
      };
    },
  });
  const test = await testSystem(t, supervise('root', [late.spec]), { transport: counting });
  const started = test.system.start();
  await test.clock.advance(100);
  finishStart();
  await test.clock.advance(200);
  await started;
  await test.system.stop();
  t.same([stopped, subscribed], [1, 0]);
});
