/** How a watch tells, and pauses that end by themselves. */
import type { Test } from 'tap';
import type { WatchPatch } from '../../../src/store/watches.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, ENG101, fanOut, FULL, LEASE_MS, OPEN, see, student, takePending, watch } from './harness.ts';

const countWatched = ({ store }: StoreHarness): Promise<number> => store.sections.countWatched('asu');

export function watchTermsContract(t: Test, make: MakeHarness): void {
  t.test('a pause with an end is over by itself, and what changed in between is not told', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    await see(harness, CSE310);
    const { id } = await watch(harness, ada, CSE310);
    const change = (patch: WatchPatch) => harness.store.watches.update(ada, id, patch);
    const until = harness.now() + 1_000;
    const paused = { paused: true, pausedUntil: new Date(until).toISOString() };
    t.match(await change({ paused: true, pausedUntil: until }), paused);
    t.match(await change({ kinds: ['opened', 'seats'] }), paused, 'other changes keep the pause');
    t.equal(await harness.store.watches.resume(), 0);
    await see(harness, CSE310, OPEN);
    await harness.reopen();
    await harness.advance(1_000);
    t.equal(await harness.store.watches.resume(), 1);
    t.match(await harness.store.watches.list(ada), [{ paused: false, pausedUntil: null }]);
    t.equal(await countWatched(harness), 1);
    await see(harness, CSE310);
    await fanOut(harness);
    t.match(await takePending(harness, 'one'), [{ change: { kind: 'seats', version: 3 } }]);
    t.equal(await harness.store.watches.resume(), 0);
    await change({ paused: true, pausedUntil: harness.now() + 1_000 });
    t.match(await change({ paused: false }), { pausedUntil: null }, 'resuming earlier is possible');
  });

  t.test('how a watch tells is kept, and changed field by field', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    const ada = await student(harness);
    await see(harness, ENG101);
    const terms = {
      kinds: ['opened' as const],
      minSeats: 3,
      reservedGroup: 'Honors',
      channels: ['c1'],
      remind: 'hourly' as const,
    };
    const added = await watches.add(ada, { ...terms, section: ENG101 }, false, 10, 0);
    t.match(added, { watch: terms });
    const [{ id } = { id: '' }] = await watches.list(ada);
    t.match(await watches.update(ada, id, { minSeats: 1, reservedGroup: null }), {
      ...terms,
      minSeats: 1,
      reservedGroup: null,
    });
    t.match(await watches.update(ada, id, { channels: null, remind: 'off' }), { channels: null, remind: 'off' });
  });

  t.test('a watch says how often it was told and when last, whatever the number of channels', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    await harness.store.channels.add(ada, { type: 'webhook', label: 'Slack', settings: {}, verified: true });
    await see(harness, CSE310);
    await watch(harness, ada, CSE310);
    const told = () => harness.store.watches.list(ada);
    const opens = async (): Promise<void> => {
      await see(harness, CSE310, OPEN);
      await fanOut(harness);
      const { notifications } = harness.store;
      const pending = [
        ...(await notifications.claim('email', 'one', LEASE_MS, 10)),
        ...(await notifications.claim('webhook', 'one', LEASE_MS, 10)),
      ];
      t.equal(pending.length, 2, 'one for each channel');
      await harness.store.notifications.record(
        'one',
        pending.map(({ id }) => ({ id, outcome: 'sent' })),
      );
    };
    t.match(await told(), [{ lastToldAt: null, told: 0 }]);
    await opens();
    t.match(await told(), [{ lastToldAt: new Date(harness.now()).toISOString(), told: 1 }]);
    await see(harness, CSE310, FULL);
    await harness.advance(60_000);
    await opens();
    t.match(await told(), [{ lastToldAt: new Date(harness.now()).toISOString(), told: 2 }]);
  });
}
