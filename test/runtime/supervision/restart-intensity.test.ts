import t from 'tap';
import { netError } from '../../../src/net/errors.ts';
import { type TestSystem, settle, supervise, testSystem } from '../../../src/runtime/testing/index.ts';
import { specs, tell, trio } from '../support.ts';

const fail = async (test: TestSystem, id: string): Promise<void> => {
  tell(test, id, { type: 'throw', text: `${id} broke` });
  await settle();
};

t.test('restarts outside the sliding window do not count', async (t) => {
  const { probes } = trio();
  const test = await testSystem(t, supervise('root', specs(probes), { intensity: { restarts: 1, windowMs: 10_000 } }));
  await test.system.start();
  for (let restart = 0; restart < 5; restart += 1) {
    await fail(test, 'a');
    await test.clock.advance(10_000);
  }
  t.equal(test.node('a').restarts, 5);
  t.same(test.failures, []);
  await fail(test, 'a');
  await test.clock.advance(2_000);
  await fail(test, 'a');
  await settle();
  t.match(test.failures, [{ code: 'RUNTIME_RESTART_LIMIT' }]);
});

t.test('a root that gives up stops everything and reports it once', async (t) => {
  const { probes } = trio();
  const test = await testSystem(t, supervise('root', specs(probes), { intensity: { restarts: 0, windowMs: 1_000 } }));
  await test.system.start();
  await fail(test, 'a');
  await test.clock.advance(60_000);
  t.match(test.failures, [{ code: 'RUNTIME_RESTART_LIMIT', cause: { message: 'a broke' } }]);
  t.equal(test.system.tree().state, 'failed');
  t.same(test.states(), ['a:failed', 'b:stopped', 'c:stopped']);
  t.equal(test.clock.waiting, 0, 'no timer is left');
});

t.test('start rejects when the root gives up during the start', async (t) => {
  const { probes } = trio();
  probes[1]?.starts.push(...Array.from({ length: 4 }, () => new Error('no')));
  const test = await testSystem(t, supervise('root', specs(probes)));
  const started = test.system.start();
  const rejected = t.rejects(started, { code: 'RUNTIME_RESTART_LIMIT' });
  await test.clock.advance(10_000);
  await rejected;
  t.same(test.failures, []);
  t.same(probes[0]?.events, ['started', 'stopped']);
  t.same(probes[2]?.events, []);
});

t.test('after an error whose `next` is `stop`, the supervisor gives up at once', async (t) => {
  const { probes } = trio();
  probes[1]?.starts.push(netError('PMC_PORT_TAKEN', { name: 'PORT', port: 1, host: '127.0.0.1' }));
  const test = await testSystem(t, supervise('root', [supervise('inner', specs(probes))]));
  await t.rejects(test.system.start(), { code: 'PMC_PORT_TAKEN' });
  t.same(probes[1]?.events, ['start failed']);
  t.same(probes[0]?.events, ['started', 'stopped']);
});

t.test('the pause grows with each failure in a row and is reset after a long run', async (t) => {
  const { probes } = trio();
  const test = await testSystem(t, supervise('root', specs(probes), { intensity: { restarts: 100, windowMs: 1 } }));
  await test.system.start();
  for (const pause of [100, 200, 400, 800, 1_600, 1_600]) {
    await fail(test, 'a');
    t.match(test.log.lines.at(-1), { event: 'child restarting', fields: { child: 'n/a', inMs: pause } });
    await test.clock.advance(pause - 1);
    t.equal(test.node('a').state, 'restarting');
    await test.clock.advance(1);
    t.equal(test.node('a').state, 'running');
  }
  await test.clock.advance(30_000);
  await fail(test, 'a');
  t.match(test.log.lines.at(-1), { fields: { inMs: 100 } });
});

t.test('after a long run, the pause still grows with each failed start', async (t) => {
  const { probes } = trio();
  const test = await testSystem(t, supervise('root', specs(probes), { intensity: { restarts: 10, windowMs: 60_000 } }));
  await test.system.start();
  await test.clock.advance(40_000);
  probes[0]?.starts.push(new Error('no'), new Error('no'));
  await fail(test, 'a');
  await test.clock.advance(10_000);
  const pauses = test.log.lines.filter(({ event }) => event === 'child restarting').map(({ fields }) => fields['inMs']);
  t.same(pauses, [100, 200, 400]);
});

t.test(
  'after too many restarts the supervisor stops its children in reverse order, and its parent decides',
  async (t) => {
    const { probes, journal } = trio();
    const inner = supervise('inner', specs(probes), { intensity: { restarts: 2, windowMs: 10_000 } });
    const test = await testSystem(t, supervise('root', [inner]));
    await test.system.start();
    for (let restart = 0; restart < 2; restart += 1) {
      await fail(test, 'inner/b');
      await test.clock.advance(1_000);
    }
    journal.length = 0;
    await fail(test, 'inner/b');
    t.same(journal, ['c stopped', 'b stopped', 'a stopped']);
    t.equal(test.node('inner').state, 'restarting');
    t.match(test.node('inner').lastError, /n\/inner saw 2 restarts within 10000 ms and gives up.*inner\/b broke/);
    await test.clock.advance(100);
    t.same(journal.slice(3), ['a started', 'b started', 'c started'], 'the parent starts all of it again');
    t.equal(test.node('inner').restarts, 1);
    t.equal(test.node('inner/b').restarts, 3, 'the place keeps its counters over the lives of its supervisor');
  },
);
