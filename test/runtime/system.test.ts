import t from 'tap';
import { createSystem } from '../../src/runtime/index.ts';
import { probe, supervise, testSystem } from '../../src/runtime/testing/index.ts';
import type { ThreadProbeMessage } from '../fixtures/thread-probe.ts';
import { echo } from './support.ts';

t.test('all messages use topics below the topic root of the system, including those of threads', async (t) => {
  const module = new URL('../fixtures/thread-probe.js', import.meta.url).href;
  const thread = { id: 'b', type: 'thread' as const, module, args: { greeting: '' }, resourceLimits: {} };
  const test = await testSystem(t, supervise('root', [probe('a').spec, thread]), { topicRoot: 'house/actors' });
  const topics: string[] = [];
  await test.transport.subscribe('house/actors/#', (topic) => topics.push(topic));
  await test.system.start();
  t.same(await echo(test, 'a', 'hello'), { text: 'hello' });
  const b = test.system.ref<ThreadProbeMessage>('b');
  await test.system.outside.ask(b, (replyTo) => ({ type: 'who', replyTo }), 10_000);
  t.same(
    topics.map((topic) => topic.replace(/\w+$/, '')),
    ['house/actors/n/', 'house/actors/n/replies/main/', 'house/actors/n/', 'house/actors/n/replies/main/'],
  );
});

t.test('a system needs only a tree: all other options have defaults', async (t) => {
  const a = probe('a');
  const system = createSystem({ root: supervise('root', [a.spec]) });
  await system.start();
  const asked = system.outside.ask<never, { text: string }>(
    system.ref('a'),
    (replyTo) => ({ type: 'echo', text: 'hello', replyTo }) as never,
    1_000,
  );
  t.same(await asked, { text: 'hello' });
  await system.stop();
  t.same(a.events, ['started', 'stopped']);
});
