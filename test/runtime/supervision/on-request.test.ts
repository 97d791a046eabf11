import t from 'tap';
import type { ProbeMessage } from '../../../src/runtime/testing/index.ts';
import { probe, supervise, testSystem } from '../../../src/runtime/testing/index.ts';

t.test('a restart on request happens at once and is not counted against the intensity', async (t) => {
  const a = probe('a');
  const test = await testSystem(t, supervise('root', [supervise('group', [a.spec])]));
  await test.system.start();
  for (let each = 1; each <= 5; each += 1) {
    t.ok(test.system.restart('group/a'));
    await test.clock.advance(0);
    t.match(test.node('group/a'), { restarts: each, state: 'running' });
  }
  t.match(test.node('group').budget, { left: 3, restarts: 3 });
  t.equal(test.node('group/a').lives?.at(-2)?.end, 'restarted');
});

t.test('siblings restart with it as the strategy says', async (t) => {
  const journal: string[] = [];
  const [a, b] = [probe('a', {}, journal), probe('b', {}, journal)];
  const test = await testSystem(t, supervise('root', [a.spec, b.spec], { strategy: 'one-for-all' }));
  await test.system.start();
  t.ok(test.system.restart('a'));
  await test.clock.advance(0);
  t.same(journal.slice(2), ['b stopped', 'a stopped', 'a started', 'b started']);
});

t.test('a supervisor restarts with all its children', async (t) => {
  const a = probe('a');
  const test = await testSystem(t, supervise('root', [supervise('group', [a.spec])]));
  await test.system.start();
  t.ok(test.system.restart('group'));
  await test.clock.advance(0);
  t.same(a.events, ['started', 'stopped', 'started']);
});

t.test('a child that waits for its pause starts at once, and a temporary one starts again', async (t) => {
  const [a, b] = [probe('a'), probe('b', { restart: 'temporary' })];
  const test = await testSystem(t, supervise('root', [a.spec, b.spec]));
  await test.system.start();
  a.context().fail(new Error('oops'));
  b.context().finish();
  await test.clock.advance(0);
  t.same(test.states(), ['a:restarting', 'b:stopped']);
  t.ok(test.system.restart('a'));
  t.ok(test.system.restart('b'));
  await test.clock.advance(0);
  t.same(test.states(), ['a:running', 'b:running']);
});

t.test('what is not there is not restarted, nor is the root, nor anything after the stop', async (t) => {
  const test = await testSystem(t, supervise('root', [probe('a').spec]));
  await test.system.start();
  for (const path of ['', 'b', 'a/b', 'root', 'n']) t.notOk(test.system.restart(path), path);
  await test.system.stop();
  t.notOk(test.system.restart('a'));
});

t.test('a crash on request is a failure like any other', async (t) => {
  const a = probe('a');
  const test = await testSystem(t, supervise('root', [a.spec]));
  await test.system.start();
  t.ok(test.system.crash('a'));
  t.notOk(test.system.crash('a'), 'it is not running now');
  await test.clock.advance(100);
  t.match(test.node('a'), { state: 'running', restarts: 1, lastError: /^n\/a was crashed on request/ });
  t.equal(test.node('a').lives?.[0]?.end, 'failed');
});

t.test('the tree tells how long the oldest message has waited', async (t) => {
  const a = probe('a');
  const test = await testSystem(t, supervise('root', [a.spec]));
  await test.system.start();
  const ref = test.system.ref<ProbeMessage>('a');
  test.system.outside.tell(ref, { type: 'hold' });
  test.system.outside.tell(ref, { type: 'note', text: 'x' });
  await test.clock.advance(1_500);
  t.match(test.node('a'), { mailbox: 1, oldestMs: 1_500 });
  a.release();
});

t.test('a restart on request waits for siblings that another restart is stopping, and stops no new life', async (t) => {
  const journal: string[] = [];
  const letGo = new Map<string, () => void>();
  let ended = false;
  const slow = (id: string, restart: 'permanent' | 'temporary') =>
    probe(id, {
      restart,
      start: () => {
        journal.push(`${id} started`);
        return {
          receive: () => {},
          stop: async () => {
            if (ended) return;
            await new Promise<void>((resolve) => letGo.set(id, resolve));
            journal.push(`${id} stopped`);
          },
        };
      },
    });
  const [a, b, c] = [probe('a', {}, journal), slow('b', 'temporary'), slow('c', 'permanent')];
  const test = await testSystem(t, supervise('root', [a.spec, b.spec, c.spec], { strategy: 'rest-for-one' }));
  await test.system.start();
  journal.length = 0;
  a.context().fail(new Error('oops'));
  t.ok(test.system.restart('c'), 'while the failure of a is stopping c');
  await test.clock.advance(0);
  letGo.get('c')!();
  await test.clock.advance(0);
  t.same(journal, ['c stopped'], 'a waits for b');
  letGo.get('b')!();
  await test.clock.advance(0);
  t.same(journal, ['c stopped', 'b stopped', 'a stopped', 'a started', 'c started']);
  t.same(test.states(), ['a:running', 'b:stopped', 'c:running']);
  ended = true;
});
