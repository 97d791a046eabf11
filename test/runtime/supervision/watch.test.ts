import t from 'tap';
import fc from 'fast-check';
import {
  type Probe,
  type ProbeMessage,
  type TestSystem,
  probe,
  settle,
  supervise,
  testSystem,
} from '../../../src/runtime/testing/index.ts';

const tell = (test: TestSystem, id: string, message: ProbeMessage): void =>
  test.system.outside.tell(test.system.ref<ProbeMessage>(id), message);
const watch = (watcher: Probe, test: TestSystem, id: string): void =>
  watcher.context().watch(test.system.ref(id), (signal) => ({ type: 'note', text: `${id} ${signal}` }));

async function watched(t: Parameters<typeof testSystem>[0]): Promise<{ test: TestSystem; watcher: Probe; a: Probe }> {
  const [watcher, a] = [probe('watcher'), probe('a', { restart: 'transient' })];
  const test = await testSystem(
    t,
    supervise('root', [watcher.spec, a.spec], { intensity: { restarts: 99, windowMs: 1 } }),
  );
  await test.system.start();
  return { test, watcher, a };
}

t.test('a watch reports that the actor is live, that it died and that it is live again', async (t) => {
  const { test, watcher } = await watched(t);
  watch(watcher, test, 'a');
  await settle();
  t.same(watcher.events, ['started', 'a started']);
  tell(test, 'a', { type: 'throw', text: 'broken' });
  await settle();
  t.same(watcher.events.slice(2), ['a terminated']);
  await test.clock.advance(100);
  t.same(watcher.events.slice(3), ['a started']);
  tell(test, 'a', { type: 'finish' });
  await settle();
  t.same(watcher.events.slice(4), ['a terminated'], 'also when it ends normally');
});

t.test('a watch reports an actor that is dead, unknown or on another node as terminated at once', async (t) => {
  const { test, watcher } = await watched(t);
  tell(test, 'a', { type: 'finish' });
  await settle();
  watch(watcher, test, 'a');
  watch(watcher, test, 'nobody');
  watcher.context().watch({ address: 'm/a' }, (signal) => ({ type: 'note', text: `elsewhere ${signal}` }));
  await settle();
  t.same(watcher.events.slice(1), ['a terminated', 'nobody terminated', 'elsewhere terminated']);
});

t.test('a second watch of one actor replaces the first, and unwatch ends it', async (t) => {
  const { test, watcher } = await watched(t);
  watch(watcher, test, 'a');
  watcher.context().watch(test.system.ref('a'), (signal) => ({ type: 'note', text: `again ${signal}` }));
  tell(test, 'a', { type: 'throw', text: 'broken' });
  await test.clock.advance(100);
  t.same(watcher.events.slice(1), ['a started', 'again started', 'again terminated', 'again started']);
  watcher.context().unwatch(test.system.ref('a'));
  watcher.context().unwatch(test.system.ref('a'));
  tell(test, 'a', { type: 'throw', text: 'broken' });
  await test.clock.advance(1_000);
  t.equal(watcher.events.length, 5);
});

t.test('a watch ends with its watcher, and a dead watcher cannot begin one', async (t) => {
  const { test, watcher } = await watched(t);
  const first = watcher.context();
  watch(watcher, test, 'a');
  tell(test, 'watcher', { type: 'throw', text: 'broken' });
  await test.clock.advance(100);
  first.watch(test.system.ref('a'), () => ({ type: 'note', text: 'of the dead' }));
  tell(test, 'a', { type: 'throw', text: 'broken' });
  await test.clock.advance(1_000);
  t.same(watcher.events, ['started', 'a started', 'stopped', 'started']);
  t.same(test.system.tree().deadLetters!.count, {});
});

t.test('an actor may watch others and itself while it starts: the signals wait in its mailbox', async (t) => {
  const events: string[] = [];
  const self = probe('self', {
    start: (context) => {
      for (const id of ['self', 'sibling']) {
        context.watch({ address: `n/${id}` }, (signal) => ({ type: 'note', text: `${id} ${signal}` }));
      }
      return { receive: (message) => void (message.type === 'note' && events.push(message.text)) };
    },
  });
  const test = await testSystem(t, supervise('root', [self.spec, probe('sibling').spec]));
  await test.system.start();
  await settle();
  t.same(events, ['self terminated', 'sibling terminated', 'self started', 'sibling started']);
});

t.test('a watcher fails when `toMessage` throws, and other watchers still get the signal', async (t) => {
  const [thrower, other, a] = [probe('thrower'), probe('other'), probe('a')];
  const test = await testSystem(t, supervise('root', [thrower.spec, other.spec, a.spec]));
  await test.system.start();
  thrower.context().watch(test.system.ref('a'), (signal) => {
    if (signal === 'terminated') throw new Error('no message');
    return { type: 'note', text: signal };
  });
  watch(other, test, 'a');
  a.context().fail(new Error('broken'));
  await settle();
  t.equal(test.node('thrower').lastError, 'no message');
  t.same(other.events, ['started', 'a started', 'a terminated']);
});

t.test('a watch reports each life of an actor exactly once, however it ends', async (t) => {
  const step = fc.constantFrom('throw', 'fail', 'hold', 'pause', 'long-pause');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const { test, watcher, a } = await watched(t);
      watch(watcher, test, 'a');
      for (const next of steps) {
        if (next === 'throw') tell(test, 'a', { type: 'throw', text: 'broken' });
        if (next === 'hold') tell(test, 'a', { type: 'hold' });
        if (next === 'fail') a.context().fail(new Error('broken'));
        await test.clock.advance(next === 'pause' ? 100 : next === 'long-pause' ? 5_000 : 0);
      }
      a.release();
      tell(test, 'a', { type: 'finish' });
      await test.clock.advance(20_000);
      const lives = a.events.filter((event) => event === 'started');
      const signals = watcher.events.slice(1);
      const expected = lives.flatMap(() => ['a started', 'a terminated']);
      // the last life may never finish its message
      if (signals.length % 2 === 1) expected.pop();
      const stopped = test.system.stop();
      await test.clock.advance(20_000);
      await stopped;
      return signals.join() === expected.join();
    }),
    { seed: 1, numRuns: 200 },
  );
  t.pass();
});
