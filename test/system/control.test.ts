import t from 'tap';
import type { Test } from 'tap';
import type { BrowserMessage } from '../../src/actors/checking/browsers/pool.ts';
import { Breaker, protocol } from '../../src/runtime/index.ts';
import { ManualClock, probe, supervise, testSystem } from '../../src/runtime/testing/index.ts';
import { controlOf } from '../../src/system/control.ts';

async function setUp(t: Test) {
  const clock = new ManualClock();
  const breaker = new Breaker('mail.example', clock);
  const email = probe('email');
  const retired: string[] = [];
  const { system } = await testSystem(
    t,
    supervise('root', [
      supervise('notifying', [
        {
          id: 'email',
          type: 'actor',
          start: async (context) => ({ ...(await email.spec.start(context as never)), receive: () => {}, breaker }),
        },
      ]),
      supervise('checking', [
        supervise('browsers', [
          {
            id: 'browser-1',
            type: 'actor',
            accepts: protocol<Extract<BrowserMessage, { type: 'retire' }>>({ retire: {} }),
            start: () => ({ receive: () => void retired.push('browser-1') }),
          },
        ]),
      ]),
    ]),
    {},
    clock,
  );
  await system.start();
  return { clock, breaker, email, retired, system, control: controlOf('n', 1, clock, () => system) };
}

t.test('a restart begins after the answer is sent', async (t) => {
  const { control, clock, email } = await setUp(t);
  t.equal(control({ do: 'restart', path: 'notifying/email' }), true);
  t.same(email.events, ['started']);
  await clock.advance(100);
  t.same(email.events, ['started', 'stopped', 'started']);
  for (const path of ['notifying/nobody', '', 'n', 'root']) t.equal(control({ do: 'restart', path }), false, path);
});

t.test('a breaker opens for an hour, and closes at once', async (t) => {
  const { control, breaker, clock } = await setUp(t);
  t.equal(control({ do: 'open-breaker', path: 'notifying/email' }), true);
  t.equal(breaker.remainingMs, 3_600_000);
  await clock.advance(1_000);
  t.equal(control({ do: 'close-breaker', path: 'notifying/email' }), true);
  t.equal(breaker.state, 'closed');
  t.equal(control({ do: 'close-breaker', path: 'checking/browsers/browser-1' }), false, 'it has none');
});

t.test('only a browser is retired, and only an actor is made to fail', async (t) => {
  const { control, clock, retired, email } = await setUp(t);
  t.equal(control({ do: 'retire', path: 'checking/browsers/browser-1' }), true);
  t.equal(control({ do: 'retire', path: 'checking/browsers/browser-2' }), false);
  t.equal(control({ do: 'retire', path: 'notifying/email' }), false);
  await clock.advance(0);
  t.same(retired, ['browser-1']);
  t.equal(control({ do: 'crash', path: 'notifying' }), false);
  t.equal(control({ do: 'crash', path: 'notifying/email' }), true);
  await clock.advance(100);
  t.same(email.events, ['started', 'stopped', 'started']);
});
