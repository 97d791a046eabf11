import t from 'tap';
import type { ActorContext } from '../../../src/runtime/actor.ts';
import { MemoryTransport } from '../../../src/runtime/messaging/memory-transport.ts';
import type { Ref } from '../../../src/runtime/messaging/ref.ts';
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
const echo = (test: TestSystem, id: string, text: string, timeoutMs = 1_000): Promise<{ text: string }> =>
  test.system.outside.ask(
    test.system.ref<ProbeMessage>(id),
    (replyTo: Ref<{ text: string }>) => ({ type: 'echo', text, replyTo }),
    timeoutMs,
  );

async function running(t: Parameters<typeof testSystem>[0], ...probes: Probe[]): Promise<TestSystem> {
  const test = await testSystem(
    t,
    supervise(
      'root',
      probes.map(({ spec }) => spec),
    ),
  );
  await test.system.start();
  return test;
}

t.test('one message at a time, to its end, in order', async (t) => {
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

t.test('a full mailbox refuses an ask at once, and a tell is a dead letter', async (t) => {
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
  t.same(test.system.deadLetters().count, { 'mailbox-full': 2 });
  t.match(test.system.deadLetters().recent, [
    { address: 'n/a', detail: 'note' },
    { address: 'n/a', detail: 'echo' },
  ]);
  a.release();
});

t.test('an ask nobody answers is rejected after its timeout, and not worked on after it', async (t) => {
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
  t.same(test.system.deadLetters().count, { expired: 1 });
});

t.test('an ask that waits is worked on in its time, whoever sets a clock meanwhile', async (t) => {
  for (const jump of [3_600_000, -3_600_000]) {
    const a = probe('a');
    const test = await running(t, a);
    tell(test, 'a', { type: 'hold' });
    const asked = echo(test, 'a', 'in time', 500);
    await test.clock.advance(400);
    test.clock.jump(jump);
    a.release();
    t.match(await asked, { text: 'in time' });
    t.same(test.system.deadLetters().count, {});
  }
});

t.test('an answer that comes after the timeout is a dead letter', async (t) => {
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
  t.same(test.system.deadLetters().count, { 'late-reply': 1 });
});

t.test('an ask to an address where nobody lives is rejected without waiting', async (t) => {
  const test = await running(t, probe('a'));
  await t.rejects(echo(test, 'nobody', 'hello'), { code: 'RUNTIME_ACTOR_DEAD', message: /n\/nobody/ });
  tell(test, 'nobody', { type: 'note', text: 'x' });
  await settle();
  t.same(test.system.deadLetters().count, { 'no-actor': 2 });
  t.equal(test.clock.waiting, 0, 'and its timer is gone');
});

t.test(
  'a message of a type that the actor does not know is a dead letter and a refusal, and the actor goes on',
  async (t) => {
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
    const { count, recent } = test.system.deadLetters();
    t.same(count, { 'unknown-type': 2 * strange.length });
    t.match(recent, [{ address: 'n/a', detail: 'nonsense' }]);
    t.ok(recent.every(({ detail }) => detail.length <= 64));
    t.match(await echo(test, 'a', 'still here'), { text: 'still here' });
    t.equal(test.node('a').restarts, 0);
  },
);

t.test('an actor that throws takes its mailbox with it: whoever asked hears at once', async (t) => {
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
  t.same(test.system.deadLetters().count, { dropped: 2 });
  await t.rejects(echo(test, 'thrower', 'in hand'), { code: 'RUNTIME_ACTOR_DEAD' }, 'also the one in hand');
  await test.clock.advance(100);
  t.same(await echo(test, 'a', 'alive'), { text: 'alive' }, 'its successor begins with an empty mailbox');
  t.same(a.events, ['started', 'holding', 'let go', 'stopped', 'started']);
});

t.test('whoever waits for an answer that an actor owes hears at once that it has died', async (t) => {
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

t.test('a stop lets the message in hand end and drops the rest', async (t) => {
  const a = probe('a');
  const test = await running(t, a);
  tell(test, 'a', { type: 'hold' });
  tell(test, 'a', { type: 'note', text: 'never' });
  await settle();
  const stopped = test.system.stop();
  a.release();
  await stopped;
  t.same(a.events, ['started', 'holding', 'let go', 'stopped']);
  t.same(test.system.deadLetters().count, { dropped: 1 });
});

t.test('a message that hangs leaves half of the shutdown time for the release', async (t) => {
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

t.test('an actor that does not stop in its time is abandoned, and the log says so', async (t) => {
  const a = probe('a', { shutdownMs: 1_000, start: () => ({ receive: () => {}, stop: () => new Promise(() => {}) }) });
  const test = await running(t, a);
  const stopped = test.system.stop();
  await test.clock.advance(1_000);
  await stopped;
  t.ok(test.log.events().includes('an actor did not stop cleanly and is abandoned'));
  t.equal(test.node('a').state, 'stopped');
});

t.test('an actor whose release throws, or whose subscription cannot be closed, is still stopped', async (t) => {
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

t.test('a start that takes too long has failed', async (t) => {
  const a = probe('a', { startTimeoutMs: 2_000, start: () => new Promise(() => {}) });
  const test = await testSystem(t, supervise('root', [a.spec], { intensity: { restarts: 0, windowMs: 1 } }));
  const rejected = t.rejects(test.system.start(), { cause: { code: 'RUNTIME_START_TIMEOUT' } });
  await test.clock.advance(2_000 + 5_000);
  await rejected;
});

t.test('a context works before its actor has started: what it sends itself waits for it', async (t) => {
  const seen: string[] = [];
  const a = probe('a', {
    start: async (context) => {
      context.schedule('soon', 10, { type: 'note', text: 'scheduled' });
      context.pipeToSelf(
        Promise.resolve('piped'),
        (text) => ({ type: 'note', text }),
        () => ({ type: 'note', text: 'failed' }),
      );
      context.pipeToSelf(
        Promise.reject(new Error('no')),
        () => ({ type: 'note', text: 'piped' }),
        () => ({ type: 'note', text: 'rejected' }),
      );
      await new Promise<void>((resolve) => {
        context.clock.setTimeout(resolve, 50);
      });
      seen.push('started');
      return {
        receive: (message) => {
          if (message.type === 'note') seen.push(message.text);
        },
      };
    },
  });
  const test = await testSystem(t, supervise('root', [a.spec]));
  const started = test.system.start();
  await test.clock.advance(50);
  await started;
  t.same(seen, ['started', 'piped', 'rejected', 'scheduled']);
});

t.test(
  'a timer of the same key replaces the one before; a cancelled one and those of the dead stay silent',
  async (t) => {
    const a = probe('a');
    const test = await running(t, a);
    const note = (text: string): ProbeMessage => ({ type: 'note', text });
    a.context().schedule('x', 100, note('first'));
    a.context().schedule('x', 200, note('second'));
    a.context().schedule('y', 150, note('cancelled'));
    a.context().cancel('y');
    await test.clock.advance(200);
    t.same(a.events, ['started', 'second']);
    a.context().schedule('x', 500, note('never'));
    tell(test, 'a', { type: 'throw', text: 'broken' });
    await test.clock.advance(1_000);
    t.same(a.events, ['started', 'second', 'stopped', 'started']);
  },
);

t.test('what an actor sends itself is not bounded by its mailbox', async (t) => {
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

t.test('an actor can be failed from outside a message, while it starts too', async (t) => {
  const a = probe('a');
  let early: ActorContext<ProbeMessage> | undefined;
  const b = probe('b', {
    start: (context) => {
      early ??= context;
      return { receive: () => {} };
    },
  });
  const test = await running(t, a, b);
  a.context().fail(new Error('its process died'));
  t.equal(test.node('a').lastError, 'its process died');
  await test.clock.advance(100);
  t.equal(test.node('a').restarts, 1);
  early?.fail(new Error('once'));
  early?.fail(new Error('twice'));
  await test.clock.advance(100);
  t.equal(test.node('b').lastError, 'once', 'a life ends once');
  t.match(
    test.log.lines.find(({ event }) => event === 'an actor that had ended failed'),
    { fields: { err: { message: 'twice' } } },
  );
});

t.test('an actor that fails or finishes while it starts', async (t) => {
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

t.test('rubbish on the topic of an actor is refused and counted, and the actor lives on', async (t) => {
  const test = await running(t, probe('a'));
  await test.transport.publish('actors/n/a', 'no JSON');
  await test.transport.publish('actors/n/a', '{"v":2}');
  await test.transport.publish('actors/n/nobody', '[]');
  t.same(await echo(test, 'a', 'alive'), { text: 'alive' });
  t.same(test.system.deadLetters().count, { invalid: 3 });
});

t.test('the first child may open the transport: nothing before it needs it', async (t) => {
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

t.test('a transport that is closed costs messages, which are counted, and no actor', async (t) => {
  const test = await running(t, probe('a'));
  await test.transport.close();
  tell(test, 'a', { type: 'note', text: 'lost' });
  await t.rejects(echo(test, 'a', 'lost'), { code: 'RUNTIME_TRANSPORT_UNAVAILABLE' });
  await test.transport.start();
  t.same(await echo(test, 'a', 'back'), { text: 'back' });
  t.same(test.system.deadLetters().count, { unsent: 2 });
});

t.test('a stopped system answers no ask and keeps no timer', async (t) => {
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
