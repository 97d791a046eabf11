import t from 'tap';
import type { ActorContext } from '../../../src/runtime/actor.ts';
import { type ProbeMessage, probe, supervise, testSystem } from '../../../src/runtime/testing/index.ts';
import { running, tell } from '../support.ts';

t.test('a context works before its actor has started: messages to itself wait until then', async (t) => {
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
  'a timer replaces the earlier one with its key; timers that are cancelled or of a dead actor never fire',
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

t.test('an actor can be failed outside of a message, even while it starts', async (t) => {
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

t.test('whatever is thrown while a result becomes a message fails the actor, even if it is no error', async (t) => {
  const a = probe('a');
  const test = await running(t, a);
  a.context().pipeToSelf(
    Promise.resolve(),
    () => {
      throw 'a text'; // eslint-disable-line @typescript-eslint/only-throw-error -- what some libraries do
    },
    () => ({ type: 'note', text: 'failed' }),
  );
  await test.clock.advance(100);
  t.match(test.node('a'), { lastError: 'a text', restarts: 1 });
});
