/** Returning sections, and moving their due times. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import {
  commitOf,
  CSE310,
  CSE310_TOO,
  ENG101,
  INTERVAL_MS,
  keysOf,
  MAT210,
  nextDueInMs,
  see,
  student,
  take,
  takeDue,
  watch,
} from './harness.ts';

export function releasesContract(t: Test, make: MakeHarness): void {
  t.test('released sections keep their due time, or are due again after a pause', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    await takeDue(harness, 'one');
    await harness.store.sections.release('two', [CSE310], 0);
    t.same(await takeDue(harness, 'two'), [], 'only its holder can release it');
    await harness.store.sections.release('one', [CSE310], 0);
    t.same(keysOf(await takeDue(harness, 'two')), [CSE310]);
    await harness.store.sections.release('two', [CSE310], 5_000);
    t.equal(await nextDueInMs(harness.store), 5_000);
  });

  t.test('releasing everything returns all sections of an owner, and none of others', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    await takeDue(harness, 'one');
    await take(harness, [MAT210], 'one');
    await take(harness, [ENG101], 'two');
    await harness.store.sections.releaseAll('one');
    t.equal(await nextDueInMs(harness.store), 0);
    t.same(keysOf(await take(harness, [CSE310, MAT210, ENG101], 'three')), [CSE310, MAT210]);
    await harness.store.sections.releaseAll('nobody');
  });

  t.test(
    'releasing a node returns the sections of all its owners, and none of a node with a similar name',
    async (t) => {
      const harness = await make(t);
      const { sections } = harness.store;
      for (const key of [CSE310, MAT210, ENG101]) await see(harness, key);
      await take(harness, [CSE310], 'ada:one');
      const [row] = await take(harness, [MAT210], 'ada:two');
      await take(harness, [ENG101], 'ada-2:one');
      await sections.releaseNode('ada');
      await sections.releaseNode('nobody');
      const { lost } = await sections.commit('ada:two', [commitOf(harness, MAT210, row!.state)]);
      t.same(lost, [MAT210], 'what the node still writes is lost');
      t.same(keysOf(await take(harness, [CSE310, MAT210, ENG101], 'ben:one')), [CSE310, MAT210]);
    },
  );

  t.test('releasing a section that was never seen and is not watched deletes its row', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    await watch(harness, ada, MAT210);
    const paused = await watch(harness, ada, ENG101);
    await harness.store.watches.update(ada, paused.id, { paused: true });
    await see(harness, CSE310);
    await take(harness, [CSE310, CSE310_TOO, MAT210, ENG101], 'one');
    await harness.store.sections.release('one', [CSE310, CSE310_TOO, MAT210, ENG101], 0);
    t.equal((await harness.store.watches.list(ada)).length, 2);
    t.ok(await harness.store.sections.state(CSE310));
    t.same(keysOf(await takeDue(harness, 'one')), [MAT210]);
  });

  t.test('making everything due affects every watched section', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    for (const section of [CSE310, MAT210]) {
      await see(harness, section);
      await watch(harness, ada, section);
      await harness.advance(INTERVAL_MS / 2);
    }
    await harness.advance(1_000);
    t.equal(await harness.store.sections.makeDue('asu'), 2);
    t.same(keysOf(await takeDue(harness, 'one')), [CSE310, MAT210]);
  });

  t.test('a look that was claimed before a cycle was asked for leaves its section due', async (t) => {
    const harness = await make(t);
    const { sections } = harness.store;
    const ada = await student(harness);
    for (const section of [CSE310, MAT210]) {
      await see(harness, section);
      await watch(harness, ada, section);
    }
    const rows = await take(harness, [CSE310], 'early');
    const passed = await sections.known([MAT210]);
    await sections.makeDue('asu');
    const commits = [...rows, ...passed].map(({ section, state, demand }) => ({
      ...commitOf(harness, section, state),
      demand,
      ...(section === MAT210 && { inPassing: true as const }),
    }));
    const { committed } = await sections.commit('early', commits);
    t.ok(
      committed.every(({ nextCheckAt }) => nextCheckAt! <= harness.now()),
      'and says so',
    );
    t.same(keysOf(await takeDue(harness, 'next')), [CSE310, MAT210]);
    await sections.releaseAll('next');
    for (const section of [CSE310, MAT210]) await see(harness, section);
    t.equal(await nextDueInMs(harness.store), INTERVAL_MS, 'a look that was claimed after it does not');
  });
}
