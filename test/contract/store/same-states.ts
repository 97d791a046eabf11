/** Committing looks that show the stored state again: only the time of the state is written. */
import type { Test } from 'tap';
import type { SectionState } from '../../../src/domain/section.ts';
import type { SectionCommit } from '../../../src/store/sections.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { commitOf, CSE310, giveUp, INTERVAL_MS, keysOf, MAT210, OPEN, see, student, take, watch } from './harness.ts';

/** The commit of a sure look that shows `before` again. */
function sameAs(harness: Pick<StoreHarness, 'now'>, before: SectionState): SectionCommit {
  const commit = commitOf(harness, before.section, before);
  return { ...commit, state: null, checkedAt: new Date(harness.now()).toISOString() };
}

export function sameStatesContract(t: Test, make: MakeHarness): void {
  t.test('a look that shows the stored state again is written like any other', async (t) => {
    const rowAfter = async (commit: (harness: StoreHarness, before: SectionState) => SectionCommit) => {
      const harness = await make(t);
      const { sections, deadLetters } = harness.store;
      await watch(harness, await student(harness), CSE310);
      await see(harness, CSE310);
      await giveUp(harness, CSE310, 'nothing sure');
      t.match(await sections.state(CSE310), { status: 'unknown', version: 1 });
      await harness.advance(1_000);
      const [row] = await take(harness, [CSE310], 'one');
      const result = await sections.commit('one', [commit(harness, row!.state!)]);
      t.same(await deadLetters.list(10), [], 'its dead letter is gone');
      t.same(keysOf(await take(harness, [CSE310], 'next')), [CSE310], 'its lease has ended');
      const at = harness.now();
      return {
        committed: result.committed.map(({ section, nextCheckAt }) => ({ section, inMs: nextCheckAt! - at })),
        lost: result.lost,
        changes: result.changes,
        state: await sections.state(CSE310).then((state) => ({ ...state, checkedAt: null, changedAt: null })),
        ageMs: at - Date.parse((await sections.state(CSE310))!.checkedAt),
        found: await sections.search('asu', '2267', ['data structures'], 10).then((found) => found.total),
      };
    };
    const same = await rowAfter(sameAs);
    t.same(same, await rowAfter((harness, before) => commitOf(harness, CSE310, before)));
    t.match(same, {
      committed: [{ section: CSE310, inMs: INTERVAL_MS }],
      state: { status: 'full', version: 1 },
      ageMs: 0,
      found: 1,
    });
  });

  t.test('it is lost when the section has another version, another owner or no row', async (t) => {
    const harness = await make(t);
    const { sections } = harness.store;
    await see(harness, CSE310);
    const first = (await sections.state(CSE310))!;
    await see(harness, CSE310, OPEN);
    await harness.advance(1_000);
    const second = (await sections.state(CSE310))!;
    await take(harness, [CSE310], 'one');
    t.same((await sections.commit('one', [sameAs(harness, first)])).lost, [CSE310]);
    t.same((await sections.commit('two', [sameAs(harness, second)])).lost, [CSE310]);
    const without = { ...second, section: MAT210 };
    const neverSeen = { ...sameAs(harness, without), expectedVersion: 0 };
    t.same((await sections.commit('one', [sameAs(harness, without)])).lost, [MAT210]);
    t.same((await sections.commit('one', [neverSeen])).lost, [MAT210]);
    t.same(await sections.known([MAT210]), []);
    t.same(await sections.state(CSE310), second);
  });

  t.test('seen in passing, its lease stays with the holder', async (t) => {
    const harness = await make(t);
    const { sections } = harness.store;
    await see(harness, CSE310);
    await harness.advance(1_000);
    const [row] = await take(harness, [CSE310], 'holder');
    const seen = { ...sameAs(harness, row!.state!), inPassing: true as const };
    t.same(keysOf((await sections.commit('visitor', [seen])).committed), [CSE310]);
    t.same(await sections.state(CSE310), { ...row!.state, checkedAt: new Date(harness.now()).toISOString() });
    t.same(await take(harness, [CSE310], 'rival'), [], 'it is still leased');
  });
}
