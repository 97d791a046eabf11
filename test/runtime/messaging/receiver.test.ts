import t from 'tap';
import { probe, settle } from '../../../src/runtime/testing/index.ts';
import { echo, running, tell } from '../support.ts';

t.test('messages are handled one at a time and in order', async (t) => {
  const a = probe('a');
  const test = await running(t, a);
  tell(test, 'a', { type: 'hold' });
  tell(test, 'a', { type: 'note', text: 'one' });
  tell(test, 'a', { type: 'note', text: 'two' });
  await settle();
  t.same(a.events, ['started', 'holding']);
  t.equal(test.node('a').mailbox, 2, 'the tree shows what waits');
  a.release();
  await settle();
  t.same(a.events, ['started', 'holding', 'let go', 'one', 'two']);
  t.equal(test.node('a').mailbox, 0);
});

t.test('a full mailbox refuses an ask at once, and a tell becomes a dead letter', async (t) => {
  const a = probe('a', { mailboxCapacity: 1 });
  const test = await running(t, a);
  tell(test, 'a', { type: 'hold' });
  await settle();
  tell(test, 'a', { type: 'note', text: 'fits' });
  tell(test, 'a', { type: 'note', text: 'does not' });
  await t.rejects(echo(test, 'a', 'nor this'), {
    code: 'RUNTIME_MAILBOX_FULL',
    message: /mailbox of n\/a is full \(1 messages\)/,
  });
  t.same(test.system.tree().deadLetters!.count, { 'mailbox-full': 2 });
  t.match(test.system.tree().deadLetters!.recent, [
    { address: 'n/a', detail: 'note' },
    { address: 'n/a', detail: 'echo' },
  ]);
  a.release();
});

t.test('a message of an unknown type becomes a dead letter, an ask is refused, and the actor goes on', async (t) => {
  const test = await running(t, probe('a'));
  const to = test.system.ref<{ type: string }>('a');
  const strange: unknown[] = [
    { type: 'nonsense' },
    { type: '' },
    { type: 7 },
    {},
    null,
    'text',
    ['note'],
    { type: 'x'.repeat(1_000) },
  ];
  for (const body of strange) {
    await t.rejects(
      test.system.outside.ask(to, () => body as { type: string }, 1_000),
      { code: 'RUNTIME_MESSAGE_UNKNOWN', message: /n\/a/ },
    );
    test.system.outside.tell(to, body as { type: string });
  }
  await settle();
  const { count, recent } = test.system.tree().deadLetters!;
  t.same(count, { 'unknown-type': 2 * strange.length });
  t.match(recent, [{ address: 'n/a', detail: 'nonsense' }]);
  t.ok(recent.every(({ detail }) => detail.length <= 64));
  t.match(await echo(test, 'a', 'still here'), { text: 'still here' });
  t.equal(test.node('a').restarts, 0);
});

t.test('when an actor throws, its mailbox is dropped and waiting asks are rejected at once', async (t) => {
  const a = probe('a');
  const thrower = probe('thrower', {
    start: () => ({
      receive: (message) => {
        if (message.type === 'echo') throw new Error('no');
      },
    }),
  });
  const test = await running(t, a, thrower);
  tell(test, 'a', { type: 'hold' });
  tell(test, 'a', { type: 'throw', text: 'broken' });
  tell(test, 'a', { type: 'note', text: 'waits' });
  const asked = t.rejects(echo(test, 'a', 'waits too'), { code: 'RUNTIME_ACTOR_DEAD' });
  await settle();
  a.release();
  await asked;
  t.same(test.system.tree().deadLetters!.count, { dropped: 2 });
  await t.rejects(echo(test, 'thrower', 'in hand'), { code: 'RUNTIME_ACTOR_DEAD' }, 'also the one in hand');
  await test.clock.advance(100);
  t.same(await echo(test, 'a', 'alive'), { text: 'alive' }, 'its successor begins with an empty mailbox');
  t.same(a.events, ['started', 'holding', 'let go', 'stopped', 'started']);
});

t.test('the mailbox capacity does not limit messages of an actor to itself', async (t) => {
  const a = probe('a', { mailboxCapacity: 1 });
  const test = await running(t, a);
  tell(test, 'a', { type: 'hold' });
  await settle();
  for (const text of ['1', '2', '3'])
    a.context().pipeToSelf(
      Promise.resolve(),
      () => ({ type: 'note', text }),
      () => ({ type: 'note', text: 'failed' }),
    );
  await settle();
  a.release();
  await settle();
  t.same(a.events.slice(3), ['1', '2', '3']);
});

t.test('an invalid payload on the topic of an actor is refused and counted, and the actor goes on', async (t) => {
  const test = await running(t, probe('a'));
  await test.transport.publish('actors/n/a', 'no JSON');
  await test.transport.publish('actors/n/a', '{"v":2}');
  await test.transport.publish('actors/n/nobody', '[]');
  t.same(await echo(test, 'a', 'alive'), { text: 'alive' });
  t.same(test.system.tree().deadLetters!.count, { invalid: 3 });
});
