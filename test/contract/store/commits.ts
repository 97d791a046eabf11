/** Committing looks: guarded by lease and version, all or nothing, in one order. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import {
  commitOf,
  CSE310,
  CSE310_TOO,
  FULL,
  INTERVAL_MS,
  keysOf,
  LEASE_MS,
  MAT210,
  nextDueInMs,
  OPEN,
  see,
  student,
  take,
  takeDue,
  watch,
} from './harness.ts';

export function commitsContract(t: Test, make: MakeHarness): void {
  t.test('a first look is version 1, gives the section a course, and ends the lease', async (t) => {
    const harness = await make(t);
    const { result } = await see(harness, CSE310);
    t.same(result, { committed: [{ section: CSE310, nextCheckAt: null }], lost: [], changes: [] });
    t.match(await harness.store.sections.state(CSE310), {
      section: CSE310,
      version: 1,
      status: 'full',
      instructors: ['Ada Alder'],
    });
    t.match(await take(harness, [CSE310], 'next'), [
      { course: { subject: 'CSE', catalogNumber: '310' }, state: { version: 1 }, unknown: false },
    ]);
  });

  t.test('a watched section is due again after the pause in the commit', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    const { result } = await see(harness, CSE310);
    t.same(result.committed, [{ section: CSE310, nextCheckAt: harness.now() + INTERVAL_MS }]);
    t.equal(await nextDueInMs(harness.store), INTERVAL_MS);
  });

  t.test('the changes of a commit come in order after all earlier changes', async (t) => {
    const harness = await make(t);
    const { changes } = harness.store;
    await see(harness, CSE310);
    const beginning = await changes.latestCursor();
    const { result } = await see(harness, CSE310, { ...OPEN, instructors: ['Ben Birch'] });
    t.same(
      result.changes.map(({ change }) => change.id),
      [`${CSE310}#2:opened`, `${CSE310}#2:seats`, `${CSE310}#2:instructor`],
    );
    t.same(await changes.since(beginning, [CSE310], 10), result.changes);
    t.equal(await changes.latestCursor(), result.changes.at(-1)?.cursor);
  });

  t.test('without a lease nothing is written', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    const before = await harness.store.sections.state(CSE310);
    const result = await harness.store.sections.commit('nobody', [commitOf(harness, CSE310, before!, OPEN)]);
    t.same(result, { committed: [], lost: [CSE310], changes: [] });
    t.same(await harness.store.sections.state(CSE310), before);
    t.equal(await harness.store.changes.latestCursor(), '0');
  });

  t.test('a lease that has lapsed, or that another owner has taken, does not count', async (t) => {
    const harness = await make(t);
    await take(harness, [CSE310, MAT210], 'slow');
    await harness.advance(LEASE_MS);
    await take(harness, [MAT210], 'quick');
    const commits = [commitOf(harness, CSE310, null), commitOf(harness, MAT210, null)];
    t.same((await harness.store.sections.commit('slow', commits)).lost, [CSE310, MAT210]);
    t.same((await harness.store.sections.commit('quick', commits)).lost, [CSE310]);
  });

  t.test('an observation compared with an old version is lost, and the section stays leased', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    const first = (await harness.store.sections.state(CSE310))!;
    await see(harness, CSE310, OPEN);
    await take(harness, [CSE310], 'late');
    t.same((await harness.store.sections.commit('late', [commitOf(harness, CSE310, first, FULL)])).lost, [CSE310]);
    t.same(await take(harness, [CSE310], 'other'), []);
  });

  t.test('lost commits do not prevent the others in their batch', async (t) => {
    const harness = await make(t);
    await take(harness, [CSE310], 'one');
    await take(harness, [MAT210], 'two');
    const result = await harness.store.sections.commit('one', [
      commitOf(harness, MAT210, null),
      commitOf(harness, CSE310, null),
    ]);
    t.same([keysOf(result.committed), result.lost], [[CSE310], [MAT210]]);
  });

  t.test('a section that another answer shows for the first time needs no lease', async (t) => {
    const harness = await make(t);
    const discovery = commitOf(harness, CSE310_TOO, null);
    t.same((await harness.store.sections.commit('one', [discovery])).committed, [
      { section: CSE310_TOO, nextCheckAt: null },
    ]);
    t.same((await harness.store.sections.commit('two', [discovery])).lost, [CSE310_TOO], 'another process saw it too');
    t.same(
      (await harness.store.sections.commit('one', [{ ...discovery, section: MAT210, state: null }])).lost,
      [MAT210],
      'it has no state',
    );
  });

  t.test(
    'after a failed look the last sure state is kept, and published as unknown until the next sure look',
    async (t) => {
      const harness = await make(t);
      const { sections } = harness.store;
      await see(harness, CSE310);
      const [claimed] = await take(harness, [CSE310], 'one');
      const failed = {
        section: CSE310,
        expectedVersion: 1,
        state: null,
        unknown: true,
        missing: true,
        failures: 3,
        demand: 0,
        dueInMs: 0,
        changes: [],
      };
      t.same(keysOf((await sections.commit('one', [failed])).committed), [CSE310]);
      t.same(await sections.state(CSE310), { ...claimed!.state!, status: 'unknown' });
      t.same(await sections.states([CSE310, MAT210]), [{ ...claimed!.state!, status: 'unknown' }]);
      t.match(await take(harness, [CSE310], 'one'), [
        { state: { status: 'full' }, unknown: true, missingForMs: 0, failures: 3 },
      ]);
      await sections.commit('one', [commitOf(harness, CSE310, claimed!.state, OPEN)]);
      t.match(await sections.state(CSE310), { status: 'open', version: 2 });
    },
  );

  t.test('a section that was never surely seen has no public state', async (t) => {
    const harness = await make(t);
    const { sections } = harness.store;
    await take(harness, [CSE310], 'one');
    await sections.commit('one', [
      {
        section: CSE310,
        expectedVersion: 0,
        state: null,
        unknown: true,
        missing: false,
        failures: 1,
        demand: 0,
        dueInMs: 0,
        changes: [],
      },
    ]);
    t.equal(await sections.state(CSE310), undefined);
    t.same(await sections.states([CSE310]), []);
    t.same(await sections.page(null, 10), []);
    t.match(await take(harness, [CSE310], 'one'), [{ state: null, unknown: true, failures: 1 }]);
  });

  t.test('commits survive a restart', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310);
    const { result } = await see(harness, CSE310, OPEN);
    await harness.reopen();
    t.match(await harness.store.sections.state(CSE310), { version: 2, status: 'open' });
    t.same(await harness.store.changes.since('0', [CSE310], 10), result.changes);
    await harness.advance(INTERVAL_MS);
    t.same(keysOf(await takeDue(harness, 'next run')), [CSE310]);
  });
}
