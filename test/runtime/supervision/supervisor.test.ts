import t from 'tap';
import { type Probe, type TestSystem, settle, supervise, testSystem } from '../../../src/runtime/testing/index.ts';
import { specs, tell, trio } from '../support.ts';

const fail = async (test: TestSystem, id: string): Promise<void> => {
  tell(test, id, { type: 'throw', text: `${id} broke` });
  await settle();
};

t.test('children start in order and stop in reverse order', async (t) => {
  const { probes, journal } = trio();
  const { system } = await testSystem(t, supervise('root', specs(probes)));
  await system.start();
  t.same(journal, ['a started', 'b started', 'c started']);
  await system.stop();
  t.same(journal.slice(3), ['c stopped', 'b stopped', 'a stopped']);
});

t.test('a child starts only when the children before it have started', async (t) => {
  const { probes, journal } = trio();
  probes[1]?.starts.push(new Error('not yet'), new Error('not yet'));
  const test = await testSystem(t, supervise('root', specs(probes)));
  const started = test.system.start();
  await settle();
  t.same(journal, ['a started', 'b start failed']);
  t.same(test.states(), ['a:running', 'b:restarting', 'c:starting']);
  await test.clock.advance(100);
  t.same(journal.length, 3, 'second attempt after the first pause');
  await test.clock.advance(199);
  t.same(journal.length, 3);
  await test.clock.advance(1);
  await started;
  t.same(journal.slice(3), ['b started', 'c started'], 'third attempt after a doubled pause');
  t.equal(test.node('b').restarts, 2);
  t.equal(test.node('b').lastError, 'n/b did not start: not yet');
});

t.test('one-for-one: only the failed child is replaced', async (t) => {
  const { probes, journal } = trio();
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  journal.length = 0;
  await fail(test, 'b');
  t.same(test.states(), ['a:running', 'b:restarting', 'c:running']);
  await test.clock.advance(100);
  t.same(journal, ['b stopped', 'b started']);
  t.same([test.node('a').restarts, test.node('b').restarts, test.node('c').restarts], [0, 1, 0]);
  t.equal(test.node('b').lastError, 'b broke');
});

t.test('one-for-all: all children are stopped in reverse order and started in order', async (t) => {
  const { probes, journal } = trio();
  const test = await testSystem(t, supervise('root', specs(probes), { strategy: 'one-for-all' }));
  await test.system.start();
  journal.length = 0;
  await fail(test, 'b');
  t.same(journal, ['c stopped', 'b stopped', 'a stopped']);
  t.same(test.states(), ['a:restarting', 'b:restarting', 'c:restarting']);
  await test.clock.advance(100);
  t.same(journal.slice(3), ['a started', 'b started', 'c started']);
});

t.test('rest-for-one: the failed child and those after it are replaced', async (t) => {
  const { probes, journal } = trio();
  const test = await testSystem(t, supervise('root', specs(probes), { strategy: 'rest-for-one' }));
  await test.system.start();
  journal.length = 0;
  await fail(test, 'b');
  await test.clock.advance(100);
  t.same(journal, ['c stopped', 'b stopped', 'b started', 'c started']);
});

t.test('one-for-all: when a child fails during a restart, all children are restarted again', async (t) => {
  const { probes, journal } = trio();
  const test = await testSystem(t, supervise('root', specs(probes), { strategy: 'one-for-all' }));
  await test.system.start();
  journal.length = 0;
  probes[2]?.starts.push(new Error('no'));
  await fail(test, 'a');
  await test.clock.advance(100);
  t.same(journal.slice(3), ['a started', 'b started', 'c start failed', 'b stopped', 'a stopped']);
  await test.clock.advance(100);
  t.same(journal.slice(8), ['a started', 'b started', 'c started']);
});

t.test('a transient child stays stopped when it finishes and is restarted when it fails', async (t) => {
  const { probes } = trio([{ restart: 'transient' }, { restart: 'transient' }]);
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  tell(test, 'a', { type: 'finish' });
  await settle();
  await fail(test, 'b');
  await test.clock.advance(60_000);
  t.same(test.states(), ['a:stopped', 'b:running', 'c:running']);
  t.same(probes[0]?.events, ['started', 'stopped']);
});

t.test('a permanent child that finishes is restarted', async (t) => {
  const { probes } = trio();
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  tell(test, 'a', { type: 'finish' });
  await settle();
  await test.clock.advance(100);
  t.same(probes[0]?.events, ['started', 'stopped', 'started']);
  t.equal(test.node('a').lastError, undefined);
});

t.test('a temporary child is never restarted, not even together with a sibling', async (t) => {
  const { probes } = trio([{}, { restart: 'temporary' }, { restart: 'temporary' }]);
  const test = await testSystem(t, supervise('root', specs(probes), { strategy: 'one-for-all' }));
  await test.system.start();
  await fail(test, 'b');
  t.same(test.states(), ['a:running', 'b:failed', 'c:running'], 'its failure concerns nobody else');
  await fail(test, 'a');
  await test.clock.advance(60_000);
  t.same(test.states(), ['a:running', 'b:failed', 'c:stopped']);
});

t.test('a temporary child that fails to start does not block the children after it', async (t) => {
  const { probes } = trio([{ restart: 'temporary' }]);
  probes[0]?.starts.push(new Error('no'));
  const test = await testSystem(t, supervise('root', specs(probes)));
  const started = test.system.start();
  await test.clock.advance(0);
  await started;
  t.same(test.states(), ['a:failed', 'b:running', 'c:running']);
});

t.test('one-for-all: a child that is still starting when a sibling fails is stopped and restarted once', async (t) => {
  const { probes, journal } = trio();
  const slow = probes[1] as Probe;
  const { start } = slow.spec;
  slow.spec.start = async (context) => {
    await new Promise<void>((resolve) => {
      context.clock.setTimeout(resolve, 50);
    });
    return start(context);
  };
  const test = await testSystem(t, supervise('root', specs(probes), { strategy: 'one-for-all' }));
  const started = test.system.start();
  await test.clock.advance(20);
  await fail(test, 'a');
  await test.clock.advance(1_000);
  await started;
  t.same(journal, ['a started', 'b started', 'b stopped', 'a stopped', 'a started', 'b started', 'c started']);
  t.match([test.node('a'), test.node('b'), test.node('c')], [{ restarts: 1 }, { restarts: 1 }, { restarts: 0 }]);
  t.equal(test.node('b').lastError, undefined, 'being stopped is no failure');
});

t.test('siblings that fail at the same time are each replaced', async (t) => {
  const { probes } = trio();
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  await Promise.all([fail(test, 'a'), fail(test, 'c')]);
  t.same(test.states(), ['a:restarting', 'b:running', 'c:restarting']);
  await test.clock.advance(100);
  t.same(test.states(), ['a:running', 'b:running', 'c:running']);
});

t.test('each step of a life is logged in one line', async (t) => {
  const { probes } = trio();
  const test = await testSystem(
    t,
    supervise('root', specs(probes).slice(0, 1), { intensity: { restarts: 1, windowMs: 60_000 } }),
  );
  await test.system.start();
  await fail(test, 'a');
  await test.clock.advance(100);
  await fail(test, 'a');
  await settle();
  t.same(test.log.events(), [
    'child started',
    'child failed',
    'child stopped',
    'child restarting',
    'child started',
    'child failed',
    'supervisor gave up',
    'child stopped',
  ]);
});
