import t from 'tap';
import { type TestSystem, probe, settle, supervise, testSystem } from '../../../src/runtime/testing/index.ts';
import { specs, tell, trio } from '../support.ts';

const fail = async (test: TestSystem, id: string): Promise<void> => {
  tell(test, id, { type: 'throw', text: `${id} broke` });
  await settle();
};

t.test('a stop between a failure and the restart cancels the restart', async (t) => {
  const { probes } = trio();
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  await fail(test, 'a');
  await test.system.stop();
  await test.clock.advance(60_000);
  t.same(probes[0]?.events, ['started', 'stopped']);
  t.same(test.states(), ['a:stopped', 'b:stopped', 'c:stopped']);
  t.equal(test.clock.waiting, 0);
});

t.test('a stop interrupts a start, and an actor that still starts later is released', async (t) => {
  const released: string[] = [];
  let finishStart: () => void = () => {};
  const slow = probe('slow', {
    start: () =>
      new Promise((resolve) => {
        finishStart = () =>
          resolve({
            receive: () => {},
            stop: () => {
              released.push('slow');
            },
          });
      }),
  });
  const test = await testSystem(t, supervise('root', [slow.spec]));
  const rejected = t.rejects(test.system.start(), { code: 'RUNTIME_START_FAILED' });
  await settle();
  const stopped = test.system.stop();
  await rejected;
  finishStart();
  await stopped;
  t.same(released, ['slow']);
});

t.test('a child that fails while its siblings are being stopped is not restarted', async (t) => {
  const { probes } = trio([{}, {}, { shutdownMs: 2_000 }]);
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  tell(test, 'c', { type: 'hold' });
  await settle();
  const stopped = test.system.stop();
  await fail(test, 'a');
  await test.clock.advance(5_000);
  await stopped;
  t.same(probes[0]?.events, ['started', 'stopped']);
  t.equal(test.clock.waiting, 0);
});

t.test('a system that is stopped before its tree starts never starts it', async (t) => {
  const a = probe('a');
  const test = await testSystem(t, supervise('root', [a.spec]));
  const rejected = t.rejects(test.system.start(), { code: 'RUNTIME_START_FAILED' });
  await test.system.stop();
  await rejected;
  await settle();
  t.same(a.events, []);
});
