import t from 'tap';
import { LEASE_MS, nodes } from '../actors/membership-stage.ts';

t.test('every node reports on all nodes', async (t) => {
  const {
    clock,
    all: [one, two],
  } = await nodes(t, 'one', 'two', 'three');
  await clock.advance(LEASE_MS / 3);
  t.match(await one!.reports.all(), [
    {
      node: 'one',
      self: true,
      state: 'online',
      publishes: true,
      health: { status: 'healthy' },
      tree: { id: 'root' },
      cycle: null,
    },
    { node: 'three', self: false, state: 'online', publishes: false, tree: { id: 'root' } },
    { node: 'two', self: false, state: 'online', publishes: false, health: { status: 'healthy' } },
  ]);
  two!.deafen();
  const asked = one!.reports.all();
  t.equal(one!.reports.all(), asked, 'who asks meanwhile gets the same answer');
  await clock.advance(2_500);
  t.match(
    (await asked).map(({ state, health, tree }) => [state, health === null, tree === null]),
    [
      ['online', false, false],
      ['online', false, false],
      ['silent', true, true],
    ],
  );
  const again = one!.reports.all();
  await clock.advance(250);
  t.match(
    (await again).map(({ state }) => state),
    ['online', 'online', 'silent'],
    'it is not waited for that long again',
  );
});

t.test('what was just asked counts as recent, and is fresh when it is asked for again', async (t) => {
  const {
    clock,
    all: [one],
  } = await nodes(t, 'one');
  const asked = one!.reports.all();
  await asked;
  t.equal(one!.reports.recent(), asked);
  const again = one!.reports.all();
  t.not(again, asked);
  await again;
  await clock.advance(1_000);
  t.not(one!.reports.recent(), again);
});

t.test('a node that has died is lost, and is not asked', async (t) => {
  const {
    clock,
    store,
    all: [one],
  } = await nodes(t, 'one');
  await store.members.join('dead', 'run', LEASE_MS);
  const seenAt = new Date(clock.now()).toISOString();
  await clock.advance(LEASE_MS);
  t.match(await one!.reports.all(), [
    { node: 'dead', state: 'lost', seenAt, publishes: false, tree: null },
    { node: 'one', state: 'online' },
  ]);
});
