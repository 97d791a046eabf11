/** How a kept session reads the table of changes. */
import t from 'tap';
import { observe } from '../../src/domain/change.ts';
import { KEPT_MESSAGES, KeptSession } from '../../src/bus/kept-session.ts';
import { settle } from '../../src/runtime/testing/index.ts';
import type { ChangePage, StoredChange } from '../../src/store/changes.ts';
import type { KeptSession as StoredSession } from '../../src/store/kept-sessions.ts';
import { seen } from '../support/states.ts';

const AT = '2026-11-23T20:00:00.000Z';
const full = observe('asu', null, seen(), AT).state;
const [change] = observe('asu', full, seen({ enrolled: 149 }), AT).changes as [StoredChange['change']];

/** A table with the changes 1 to `newest`, which grows, and a client that came back to cursor 0. */
function stage(newest: number, cursor = '0', slow = async () => {}) {
  const table = { newest };
  /** The cursors that were delivered, and the packet identifiers. */
  const delivered: number[] = [];
  const saved: StoredSession[] = [];
  const errors: unknown[] = [];
  const stream: ConstructorParameters<typeof KeptSession>[0]['stream'] = {
    destroyed: false,
    onAcknowledged: undefined,
    deliver: ({ bytes }) => {
      delivered.push(Number(/"id":"asu\/2267\/66445#(\d+):/.exec(bytes.toString())![1]));
      return delivered.length;
    },
  };
  const session = new KeptSession({
    stored: { keyId: 'k', clientId: 'c', filters: [{ topic: 'pickmyclass/changes/#', qos: 1 }], cursor },
    stream,
    newest: String(newest),
    page: async (after, limit): Promise<ChangePage | undefined> => {
      if (after === 'lost') return undefined;
      const count = Math.min(limit, table.newest - Number(after));
      const changes = Array.from({ length: count }, (_, nth) => {
        const number = Number(after) + nth + 1;
        return { cursor: String(number), change: { ...change, id: `asu/2267/66445#${number}:seats` } };
      });
      return { changes, next: changes.at(-1)?.cursor ?? after };
    },
    save: async (each) => {
      await slow();
      saved.push(each);
    },
    onError: (error) => errors.push(error),
  });
  const acknowledge = async (): Promise<void> => {
    for (let id = 1; id <= delivered.length; id += 1) stream.onAcknowledged!(id);
    await settle();
  };
  return { table, session, delivered, saved, errors, acknowledge };
}

t.test('a hundred messages may wait for their acknowledgement; the next follow when it comes', async (t) => {
  const { session, delivered, acknowledge, errors } = stage(250);
  session.read();
  await settle();
  t.equal(delivered.length, 100);
  session.read();
  await settle();
  t.equal(delivered.length, 100);
  await acknowledge();
  t.equal(delivered.length, 200);
  await acknowledge();
  t.same(
    delivered,
    Array.from({ length: 250 }, (_, nth) => nth + 1),
  );
  t.same(errors, []);
});

t.test('of what a client missed, the first 10,000 are kept; what comes after its return follows', async (t) => {
  const { table, session, delivered, acknowledge } = stage(KEPT_MESSAGES + 500);
  table.newest += 3;
  session.read();
  await settle();
  while (delivered.length < KEPT_MESSAGES + 3) await acknowledge();
  const newest = KEPT_MESSAGES + 500;
  t.same(delivered.slice(-4), [KEPT_MESSAGES, newest + 1, newest + 2, newest + 3]);
});

t.test('the place before the first message that is not acknowledged is saved', async (t) => {
  const { session, delivered, saved, acknowledge } = stage(7, '4');
  await session.save();
  session.read();
  await settle();
  t.same(delivered, [5, 6, 7]);
  session.acknowledge(2);
  await session.save();
  session.acknowledge(1);
  t.ok(session.changed);
  await session.save();
  await acknowledge();
  await session.save();
  t.same(
    saved.map(({ cursor }) => cursor),
    ['4', '4', '6', '7'],
  );
  t.notOk(session.changed);
});

t.test('a slow save does not overwrite a later one', async (t) => {
  const waiting: (() => void)[] = [];
  const { session, saved } = stage(0, '0', () => new Promise((resolve) => waiting.push(resolve)));
  const first = session.save();
  await settle();
  session.subscribe('pickmyclass/changes/asu/#', 1);
  const second = session.save();
  t.equal(session.save(), second, 'a third one has nothing to add');
  await settle();
  // the store answers the later question first, if it was asked
  for (const resolve of waiting.toReversed()) resolve();
  await first;
  await settle();
  for (const resolve of waiting) resolve();
  await second;
  t.same(
    saved.map(({ filters }) => filters.length),
    [1, 2],
  );
});

t.test('when the changes after its place were deleted, it goes on with those that come', async (t) => {
  const { table, session, delivered, errors } = stage(7, 'lost');
  session.read();
  await settle();
  t.same(delivered, []);
  table.newest += 1;
  session.read();
  await settle();
  t.same(delivered, [8]);
  t.same(errors, []);
});
