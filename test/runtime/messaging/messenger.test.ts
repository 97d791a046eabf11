import t from 'tap';
import type { Ref } from '../../../src/runtime/messaging/ref.ts';
import { type ProbeMessage, probe, settle, supervise, testSystem } from '../../../src/runtime/testing/index.ts';
import { echo, running, tell } from '../support.ts';

t.test('an ask without an answer is rejected after its timeout, and not handled after that', async (t) => {
  const a = probe('a');
  const test = await running(t, a);
  tell(test, 'a', { type: 'hold' });
  const asked = t.rejects(echo(test, 'a', 'late', 500), {
    code: 'RUNTIME_ASK_TIMEOUT',
    message: /n\/a did not answer within 500 ms/,
  });
  await test.clock.advance(499);
  await test.clock.advance(1);
  await asked;
  await test.clock.advance(1);
  a.release();
  await settle();
  t.same(test.system.tree().deadLetters!.count, { expired: 1 });
});

t.test('a waiting ask is handled within its timeout, even when the wall clock is set meanwhile', async (t) => {
  for (const jump of [3_600_000, -3_600_000]) {
    const a = probe('a');
    const test = await running(t, a);
    tell(test, 'a', { type: 'hold' });
    const asked = echo(test, 'a', 'in time', 500);
    await test.clock.advance(400);
    test.clock.jump(jump);
    a.release();
    t.match(await asked, { text: 'in time' });
    t.same(test.system.tree().deadLetters!.count, {});
  }
});

t.test('a message to several actors is encoded once, and each of them gets all of it', async (t) => {
  const probes = ['a', 'b', 'c'].map((id) => probe(id));
  const test = await running(t, ...probes);
  let encoded = 0;
  const text = {
    toJSON: (): string => {
      encoded += 1;
      return 'news of "everything"';
    },
  };
  const all = probes.map(({ spec }) => test.system.ref<ProbeMessage>(spec.id));
  test.system.outside.tell(all, { type: 'note', text: text as unknown as string });
  await settle();
  t.same(
    probes.map(({ events }) => events.at(-1)),
    Array.from({ length: 3 }, () => 'news of "everything"'),
  );
  t.equal(encoded, 1);
});

t.test('an answer after the timeout becomes a dead letter', async (t) => {
  let replyTo: Ref<{ text: string }> | undefined;
  const slow = probe('slow', {
    start: () => ({
      receive: (message) => {
        if (message.type === 'echo') replyTo = message.replyTo;
      },
    }),
  });
  const test = await running(t, slow);
  const asked = t.rejects(echo(test, 'slow', 'hello', 500), { code: 'RUNTIME_ASK_TIMEOUT' });
  await test.clock.advance(500);
  await asked;
  test.system.outside.tell(replyTo as Ref<{ text: string }>, { text: 'hello' });
  await settle();
  t.same(test.system.tree().deadLetters!.count, { 'late-reply': 1 });
});

t.test('an ask to an address without a live actor is rejected at once', async (t) => {
  const test = await running(t, probe('a'));
  await t.rejects(echo(test, 'nobody', 'hello'), { code: 'RUNTIME_ACTOR_DEAD', message: /n\/nobody/ });
  tell(test, 'nobody', { type: 'note', text: 'x' });
  await settle();
  t.same(test.system.tree().deadLetters!.count, { 'no-actor': 2 });
  t.equal(test.clock.waiting, 0, 'and its timer is gone');
});

t.test('an ask is rejected at once when its actor dies', async (t) => {
  const debtor = probe('debtor', {
    start: () => ({
      receive: (message) => {
        if (message.type === 'throw') throw new Error(message.text);
      },
    }),
  });
  const test = await running(t, debtor);
  const asked = t.rejects(echo(test, 'debtor', 'owed', 60_000), { code: 'RUNTIME_ACTOR_DEAD' });
  await settle();
  tell(test, 'debtor', { type: 'throw', text: 'broken' });
  await asked;
});

t.test('the first child may open the transport', async (t) => {
  const opener = probe('bus');
  const asker = probe('asker');
  const journal: string[] = [];
  const start = opener.spec.start;
  const test = await testSystem(t, supervise('root', [opener.spec, asker.spec]));
  await test.transport.close();
  opener.spec.start = async (context) => {
    const early = context.ask<ProbeMessage, { text: string }>(
      { address: 'n/asker' },
      (replyTo) => ({ type: 'echo', text: '', replyTo }),
      10,
    );
    await early.catch((error: { code: string }) => journal.push(error.code));
    await test.transport.start();
    return start(context);
  };
  await test.system.start();
  t.same(journal, ['RUNTIME_TRANSPORT_UNAVAILABLE']);
  t.same(await echo(test, 'asker', 'hello'), { text: 'hello' });
  t.same(await echo(test, 'bus', 'hello'), { text: 'hello' });
});

t.test('while the transport is closed, messages are lost and counted, but no actor fails', async (t) => {
  const test = await running(t, probe('a'));
  await test.transport.close();
  tell(test, 'a', { type: 'note', text: 'lost' });
  await t.rejects(echo(test, 'a', 'lost'), { code: 'RUNTIME_TRANSPORT_UNAVAILABLE' });
  await test.transport.start();
  t.same(await echo(test, 'a', 'back'), { text: 'back' });
  t.same(test.system.tree().deadLetters!.count, { unsent: 2 });
});

t.test('a stop rejects all asks and clears all timers', async (t) => {
  const test = await running(t, probe('a'));
  tell(test, 'a', { type: 'hold' });
  const pending = t.rejects(echo(test, 'a', 'hello', 60_000), { code: 'RUNTIME_ACTOR_DEAD' });
  await settle();
  const stopped = test.system.stop();
  await test.clock.advance(5_000);
  await stopped;
  await pending;
  t.equal(test.clock.waiting, 0);
});

t.test('a stop names the actor that was asked, and after it an ask is rejected at once', async (t) => {
  const test = await running(t, probe('a'));
  tell(test, 'a', { type: 'hold' });
  // the system stops before the transport has delivered the question
  const pending = t.rejects(
    test.system.outside.ask({ address: 'elsewhere/a' }, () => ({ type: 'note' }), 60_000),
    { code: 'RUNTIME_ACTOR_DEAD', message: /elsewhere\/a/ },
  );
  const stopped = test.system.stop();
  await test.clock.advance(5_000);
  await stopped;
  await pending;
  const after = t.rejects(echo(test, 'a', 'hello', 60_000), { code: 'RUNTIME_ACTOR_DEAD', message: /n\/a/ });
  await settle();
  t.equal(test.clock.waiting, 0);
  await after;
});
