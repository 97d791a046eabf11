import t from 'tap';
import type { Test } from 'tap';
import type { NotifierMessage } from '../../../src/actors/notifying/notifier.ts';
import { notifierSpec } from '../../../src/actors/notifying/notifier.ts';
import { places } from '../../../src/actors/places.ts';
import { at } from '../../../src/nodes/place.ts';
import { storeError } from '../../../src/store/errors.ts';
import type { SectionState } from '../../../src/domain/section.ts';
import { configOf } from '../../support/config-of.ts';
import { supervise, testSystem } from '../../../src/runtime/testing/index.ts';
import { noTracer } from '../../../src/telemetry/traces/tracer.ts';

interface Round {
  changes: number;
  notifications: number;
}
const NOTHING: Round = { changes: 0, notifications: 0 };

/** A notifier whose fan-outs the test answers, and a channel that counts its wakes. */
async function stage(t: Test, answers: (() => Promise<Round>)[] = []) {
  const seen = { rounds: 0, wakes: 0 };
  const notifications = {
    remind: async () => 0,
    tellOutages: async () => 0,
    fanOut: async () => {
      seen.rounds += 1;
      return await (answers.shift()?.() ?? NOTHING);
    },
  };
  const notifier = notifierSpec(
    { store: { notifications, pauses: { list: async () => [] } }, config: configOf(), tools: { tracer: noTracer } },
    { channels: [{ name: 'email', ref: { address: 'n/email' } }] },
  );
  const test = await testSystem(
    t,
    supervise('root', [
      {
        id: 'email',
        type: 'actor',
        accepts: () => true,
        start: () => ({
          receive: () => {
            seen.wakes += 1;
          },
        }),
      },
      at(places.notifier, notifier),
    ]),
  );
  await test.system.start();
  await test.clock.advance(0);
  const announce = async (changes: number, states: { version: number }[] = []) => {
    test.system.outside.tell(test.system.ref<NotifierMessage>('notifier'), {
      type: 'announced',
      checked: [],
      states: states as SectionState[],
      changes: Array(changes).fill({ cursor: '1', change: {} }),
    });
    await test.clock.advance(0);
  };
  return { ...test, announce, seen, restarts: () => test.node('notifier').restarts };
}

t.test('at the start the notifier fans out missed changes and wakes the channels', async (t) => {
  const { seen } = await stage(t);
  t.same(seen, { rounds: 1, wakes: 1 });
});

t.test('the notifier fans out until no changes are left', async (t) => {
  const { seen } = await stage(t, [
    async () => ({ changes: 500, notifications: 9 }),
    async () => ({ changes: 3, notifications: 0 }),
  ]);
  t.same(seen, { rounds: 3, wakes: 1 });
});

t.test('the channels are woken as soon as there are notifications, before the notifier looks for more', async (t) => {
  let end = (_round: Round): void => undefined;
  const more = new Promise<Round>((resolve) => {
    end = resolve;
  });
  const { seen, clock } = await stage(t, [async () => ({ changes: 2, notifications: 8 }), () => more]);
  t.same(seen, { rounds: 2, wakes: 1 });
  end(NOTHING);
  await clock.advance(0);
  t.same(seen, { rounds: 2, wakes: 1 }, 'once');
});

t.test('an announcement starts a fan-out only if it has changes or new sections', async (t) => {
  const { announce, seen } = await stage(t);
  await announce(0);
  await announce(0, [{ version: 2 }]);
  t.equal(seen.rounds, 1);
  await announce(2);
  t.same(seen, { rounds: 2, wakes: 2 });
  await announce(0, [{ version: 2 }, { version: 1 }]);
  t.same(seen, { rounds: 3, wakes: 3 });
});

t.test('announcements during a fan-out cause one more fan-out, and never two at a time', async (t) => {
  let letGo = (_round: Round): void => undefined;
  const { announce, seen } = await stage(t, [
    async () => NOTHING,
    () =>
      new Promise((resolve) => {
        letGo = resolve;
      }),
  ]);
  for (let n = 0; n < 10; n += 1) await announce(1);
  t.equal(seen.rounds, 2);
  letGo(NOTHING);
  await announce(0);
  t.same(seen, { rounds: 3, wakes: 3 });
});

t.test('the next sweep makes up for a lost announcement', async (t) => {
  const { clock, seen } = await stage(t);
  await clock.advance(14_999);
  t.equal(seen.rounds, 1);
  await clock.advance(1);
  t.equal(seen.rounds, 2);
  await clock.advance(15_000);
  t.same(seen, { rounds: 3, wakes: 3 });
});

t.test('when the store is unavailable, the actor tries again soon and is not restarted', async (t) => {
  const { clock, seen, restarts, log } = await stage(t, [
    () => Promise.reject(storeError('PMC_STORE_UNAVAILABLE', { reason: 'a test' })),
  ]);
  await clock.advance(1_000);
  t.equal(seen.rounds, 2);
  t.equal(restarts(), 0);
  t.match(
    log.lines.filter(({ level }) => level === 'warn'),
    [{ fields: { reason: /a test/ } }],
  );
});
