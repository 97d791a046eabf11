import t from 'tap';
import { netError } from '../../../src/net/errors.ts';
import {
  type Probe,
  type ProbeMessage,
  type TestSystem,
  probe,
  settle,
  supervise,
  testSystem,
} from '../../../src/runtime/testing/index.ts';

const tell = (test: TestSystem, id: string, message: ProbeMessage): Promise<void> => {
  test.system.outside.tell(test.system.ref<ProbeMessage>(id), message);
  return settle();
};
const fail = (test: TestSystem, id: string): Promise<void> => tell(test, id, { type: 'throw', text: `${id} broke` });

/** Three probes that write into one journal. */
function trio(overrides: Partial<Probe['spec']>[] = []): { probes: Probe[]; journal: string[] } {
  const journal: string[] = [];
  return { journal, probes: ['a', 'b', 'c'].map((id, index) => probe(id, overrides[index], journal)) };
}
const specs = (probes: Probe[]): Probe['spec'][] => probes.map(({ spec }) => spec);

t.test('children start in order and stop in reverse', async (t) => {
  const { probes, journal } = trio();
  const { system } = await testSystem(t, supervise('root', specs(probes)));
  await system.start();
  t.same(journal, ['a started', 'b started', 'c started']);
  await system.stop();
  t.same(journal.slice(3), ['c stopped', 'b stopped', 'a stopped']);
});

t.test('a child that has not started holds up those behind it', async (t) => {
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

t.test('one-for-all: all are stopped in reverse and started in order', async (t) => {
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

t.test('one-for-all: a child that fails while the others are coming back starts it all over', async (t) => {
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

t.test('a transient child that finishes stays stopped, one that fails comes back', async (t) => {
  const { probes } = trio([{ restart: 'transient' }, { restart: 'transient' }]);
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  await tell(test, 'a', { type: 'finish' });
  await fail(test, 'b');
  await test.clock.advance(60_000);
  t.same(test.states(), ['a:stopped', 'b:running', 'c:running']);
  t.same(probes[0]?.events, ['started', 'stopped']);
});

t.test('a permanent child that finishes comes back', async (t) => {
  const { probes } = trio();
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  await tell(test, 'a', { type: 'finish' });
  await test.clock.advance(100);
  t.same(probes[0]?.events, ['started', 'stopped', 'started']);
  t.equal(test.node('a').lastError, undefined);
});

t.test('a temporary child never comes back, not even beside a sibling that does', async (t) => {
  const { probes } = trio([{}, { restart: 'temporary' }, { restart: 'temporary' }]);
  const test = await testSystem(t, supervise('root', specs(probes), { strategy: 'one-for-all' }));
  await test.system.start();
  await fail(test, 'b');
  t.same(test.states(), ['a:running', 'b:failed', 'c:running'], 'its failure concerns nobody else');
  await fail(test, 'a');
  await test.clock.advance(60_000);
  t.same(test.states(), ['a:running', 'b:failed', 'c:stopped']);
});

t.test('a temporary child that does not start does not hold up those behind it', async (t) => {
  const { probes } = trio([{ restart: 'temporary' }]);
  probes[0]?.starts.push(new Error('no'));
  const test = await testSystem(t, supervise('root', specs(probes)));
  const started = test.system.start();
  await test.clock.advance(0);
  await started;
  t.same(test.states(), ['a:failed', 'b:running', 'c:running']);
});

t.test(
  'more restarts than the intensity allows end the supervisor: children stop in reverse, the parent decides',
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

t.test('the window slides: restarts spread wider than it are forgiven', async (t) => {
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

t.test('a root that gives up stops everything and says so once', async (t) => {
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

t.test('a root that gives up while starting rejects the start', async (t) => {
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

t.test('an error after which the process cannot go on is not retried but goes up at once', async (t) => {
  const { probes } = trio();
  probes[1]?.starts.push(netError('PMC_PORT_TAKEN', { name: 'PORT', port: 1, host: '127.0.0.1' }));
  const test = await testSystem(t, supervise('root', [supervise('inner', specs(probes))]));
  await t.rejects(test.system.start(), { code: 'PMC_PORT_TAKEN' });
  t.same(probes[1]?.events, ['start failed']);
  t.same(probes[0]?.events, ['started', 'stopped']);
});

t.test('the pause grows with each failure in a row and starts anew after a long run', async (t) => {
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

t.test('a stop comes in between a failure and the restart', async (t) => {
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

t.test('a stop comes in between a start that does not end, and what starts late is released', async (t) => {
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

t.test(
  'one-for-all: a child that is still starting when a sibling fails is stopped and started again, once',
  async (t) => {
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
  },
);

t.test('a child that fails while its siblings are being stopped stays down', async (t) => {
  const { probes } = trio([{}, {}, { shutdownMs: 2_000 }]);
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  await tell(test, 'c', { type: 'hold' });
  const stopped = test.system.stop();
  await fail(test, 'a');
  await test.clock.advance(5_000);
  await stopped;
  t.same(probes[0]?.events, ['started', 'stopped']);
  t.equal(test.clock.waiting, 0);
});

t.test('after a long run, starts that fail in a row still pause longer and longer', async (t) => {
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

t.test('siblings fail at the same time: each is replaced', async (t) => {
  const { probes } = trio();
  const test = await testSystem(t, supervise('root', specs(probes)));
  await test.system.start();
  await Promise.all([fail(test, 'a'), fail(test, 'c')]);
  t.same(test.states(), ['a:restarting', 'b:running', 'c:restarting']);
  await test.clock.advance(100);
  t.same(test.states(), ['a:running', 'b:running', 'c:running']);
});

t.test('each step of a life is one line in the log', async (t) => {
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
