/** When sections are due. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import { CSE310, INTERVAL_MS, keysOf, nextDueInMs, see, student, takeDue, watch } from './harness.ts';

export function dueTimesContract(t: Test, make: MakeHarness): void {
  t.test('a section is scheduled only while it is watched', async (t) => {
    const harness = await make(t);
    const { watches, sections } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    t.equal(await nextDueInMs(harness.store), null);
    const { id } = await watch(harness, ada, CSE310);
    t.equal(await sections.countWatched('asu'), 1);
    t.equal(await nextDueInMs(harness.store), INTERVAL_MS, 'it was seen already, so it can wait');
    t.same(await takeDue(harness, 'early'), []);
    await watches.update(ada, id, { paused: true });
    t.equal(await nextDueInMs(harness.store), null, 'a paused watch does not count');
    await harness.advance(INTERVAL_MS);
    t.same(await takeDue(harness, 'paused'), []);
    await watches.update(ada, id, { paused: false });
    t.equal(await nextDueInMs(harness.store), 0);
    const [claimed] = await takeDue(harness, 'one');
    t.match(claimed, { section: CSE310, watched: true, dueAt: harness.now(), dueInMs: 0 });
    await sections.release('one', [CSE310], 0);
    await watches.remove(ada, id);
    t.same(await takeDue(harness, 'removed'), []);
    t.equal(await sections.countWatched('asu'), 0);
  });

  t.test('a section that was never seen is due as soon as it is watched', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    t.same(keysOf(await takeDue(harness, 'one')), [CSE310]);
  });

  t.test('another watch does not change the due time of a section that was seen and is scheduled', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await harness.advance(1_000);
    await watch(harness, await student(harness, 'ben@example.edu'), CSE310);
    t.equal(await nextDueInMs(harness.store), INTERVAL_MS - 1_000);
  });
}
