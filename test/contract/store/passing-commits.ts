/** Committing sections that the answer to another request showed. */
import type { Test } from 'tap';
import { wishOf } from '../../../src/domain/watch.ts';
import type { MakeHarness } from './harness.ts';
import {
  commitOf,
  CSE310,
  ENG101,
  INTERVAL_MS,
  keysOf,
  MAT210,
  nextDueInMs,
  OPEN,
  see,
  student,
  take,
  takeDue,
  watch,
} from './harness.ts';

export function passingCommitsContract(t: Test, make: MakeHarness): void {
  t.test(
    'a section seen in passing is written if its version matches, and its lease stays with the holder',
    async (t) => {
      const harness = await make(t);
      const { sections, changes } = harness.store;
      await watch(harness, await student(harness), CSE310);
      await see(harness, CSE310);
      const [row] = await sections.known([CSE310, MAT210]);
      t.match(row, { section: CSE310, state: { version: 1 }, missingForMs: null, failures: 0, watched: true });
      t.same(await sections.known([MAT210]), [], 'it has no row');
      await harness.advance(INTERVAL_MS);
      await takeDue(harness, 'holder');
      const seen = { ...commitOf(harness, CSE310, row!.state, { ...OPEN, title: '$dueAt' }), inPassing: true as const };
      t.same((await sections.commit('visitor', [seen])).committed, [
        { section: CSE310, nextCheckAt: harness.now() + INTERVAL_MS },
      ]);
      t.match(await sections.state(CSE310), { status: 'open', version: 2, title: '$dueAt' });
      t.same(
        (await changes.since('0', [CSE310], 10))?.map(({ change }) => change.kind),
        ['opened', 'seats'],
      );
      t.same(await take(harness, [CSE310], 'rival'), [], 'it is still leased');
      t.same((await sections.commit('visitor', [seen])).lost, [CSE310], 'a version is written once');
      const unseen = {
        section: CSE310,
        expectedVersion: 2,
        state: null,
        unknown: false,
        missing: false,
        failures: 1,
        demand: 0,
        dueInMs: 0,
        changes: [],
      };
      t.same(
        keysOf((await sections.commit('holder', [unseen])).committed),
        [CSE310],
        'the holder had the lease all the time',
      );
    },
  );

  t.test(
    'a section seen in passing without a lease gets the due time of a look, and can be claimed then',
    async (t) => {
      const harness = await make(t);
      const { sections } = harness.store;
      await watch(harness, await student(harness), CSE310);
      await see(harness, CSE310);
      const [row] = await sections.known([CSE310]);
      await sections.commit('visitor', [
        { ...commitOf(harness, CSE310, row!.state), dueInMs: 10_000, inPassing: true },
      ]);
      t.equal(await nextDueInMs(harness.store), 10_000, 'sooner');
      await sections.commit('visitor', [
        { ...commitOf(harness, CSE310, row!.state), dueInMs: 20_000, inPassing: true },
      ]);
      t.equal(await nextDueInMs(harness.store), 20_000, 'later');
      await harness.advance(20_000);
      t.same(keysOf(await takeDue(harness, 'next')), [CSE310]);
    },
  );

  t.test('a cycle that was asked for before a look in passing does not make the section due again', async (t) => {
    const harness = await make(t);
    const { sections } = harness.store;
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310);
    await sections.makeDue('asu');
    const [row] = await sections.known([CSE310]);
    t.equal(row!.demand, 1);
    const { demand, state } = row!;
    await sections.commit('visitor', [{ ...commitOf(harness, CSE310, state), demand, inPassing: true }]);
    t.equal(await nextDueInMs(harness.store), INTERVAL_MS);
  });

  t.test('a section that waits for its first look can be seen in passing, leased or not', async (t) => {
    const harness = await make(t);
    const { sections, watches } = harness.store;
    const userId = await student(harness);
    await harness.store.watches.add(userId, wishOf(CSE310), false, 10, INTERVAL_MS);
    await harness.store.watches.add(userId, wishOf(MAT210), false, 10, INTERVAL_MS);
    await take(harness, [CSE310], 'holder');
    const seen = [CSE310, MAT210, ENG101].map((section) => ({
      ...commitOf(harness, section, null),
      inPassing: true as const,
    }));
    t.same(
      (await sections.commit('visitor', seen)).committed.toSorted((a, b) => a.section.localeCompare(b.section)),
      [
        { section: CSE310, nextCheckAt: harness.now() + INTERVAL_MS },
        { section: MAT210, nextCheckAt: harness.now() + INTERVAL_MS },
        { section: ENG101, nextCheckAt: null },
      ],
    );
    t.same(
      (await watches.list(userId)).map(({ verified }) => verified),
      [true, true],
    );
    t.same(await take(harness, [CSE310], 'rival'), [], 'still leased');
    t.same(
      (await sections.commit('other', seen)).lost.toSorted(),
      [CSE310, MAT210, ENG101],
      'another process saw them too',
    );
  });
}
