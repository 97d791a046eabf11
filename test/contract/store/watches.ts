/** Watches, each of one student and one section. */
import type { Test } from 'tap';
import { sectionWatch } from '../../support/watches.ts';
import { wishOf } from '../../../src/domain/watch.ts';
import type { MakeHarness } from './harness.ts';
import {
  CSE310,
  CSE310_TOO,
  fanOut,
  INTERVAL_MS,
  MAT210,
  nextDueInMs,
  OPEN,
  see,
  student,
  takePending,
  watch,
} from './harness.ts';

export function watchesContract(t: Test, make: MakeHarness): void {
  t.test('a watch is listed for its student as it was made, oldest first', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    const createdAt = new Date(harness.now()).toISOString();
    const first = await watch(harness, ada, CSE310, ['opened', 'instructor']);
    await harness.advance(1);
    const second = await watch(harness, ada, MAT210);
    t.same(first, sectionWatch(first.id, CSE310, { kinds: ['opened', 'instructor'], verified: false, createdAt }));
    t.same(await harness.store.watches.list(ada), [first, second]);
    t.same(await harness.store.watches.list(await student(harness, 'ben@example.edu')), []);
    t.same(await harness.store.watches.find(first.id), { watch: first, userId: ada });
    t.equal(await harness.store.watches.find('no such watch'), undefined);
  });

  t.test('a student watches a section only once, and a limited number of sections', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    const ada = await student(harness);
    const add = async (userId: string, section: string): Promise<string> =>
      (await watches.add(userId, wishOf(section), true, 2, 0)).outcome;
    t.equal(await add(ada, CSE310), 'added');
    t.equal(await add(ada, CSE310), 'duplicate');
    t.equal(await add(ada, MAT210), 'added');
    t.equal(await add(ada, MAT210), 'duplicate', 'also at the limit');
    t.equal(await add(ada, CSE310_TOO), 'limit');
    t.equal(await add(await student(harness, 'ben@example.edu'), CSE310), 'added');
    await watches.remove(ada, (await watches.list(ada))[0]!.id);
    t.equal(await add(ada, CSE310_TOO), 'added');
  });

  t.test("exactly one of several requests gets a student's last slot", async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    const sections = Array.from({ length: 20 }, (_, index) => `asu/2267/${10_000 + index}`);
    const added = await Promise.all(
      sections.map((section) => harness.store.watches.add(ada, wishOf(section), true, 5, 0)),
    );
    t.equal(added.filter(({ outcome }) => outcome === 'added').length, 5);
    t.equal((await harness.store.watches.list(ada)).length, 5);
  });

  t.test('a user that does not exist cannot watch', async (t) => {
    const harness = await make(t);
    await t.rejects(harness.store.watches.add('nobody', wishOf(CSE310), true, 2, 0), { code: 'PMC_NOT_SIGNED_IN' });
    await t.rejects(harness.store.watches.add(await student(harness), wishOf('asu/x'), true, 2, 0), {
      code: 'PMC_SECTION_KEY_INVALID',
    });
  });

  t.test('a watch is verified once its section has been seen', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    const ada = await student(harness);
    const added = await watches.add(ada, wishOf(CSE310), false, 10, 0);
    t.match(added, { outcome: 'added', watch: { verified: false } });
    await see(harness, CSE310);
    t.match(await watches.list(ada), [{ verified: true }]);
    t.match(await watches.add(await student(harness, 'ben@example.edu'), wishOf(CSE310), false, 10, 0), {
      watch: { verified: true },
    });
  });

  t.test('pausing a watch removes its pending and dead notifications, and they are not sent later', async (t) => {
    const harness = await make(t);
    const { watches, notifications, deadLetters } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    const { id } = await watch(harness, ada, CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const [first] = await takePending(harness, 'one');
    await notifications.record('one', [{ id: first!.id, outcome: 'dead', error: 'refused' }]);
    await see(harness, CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    t.equal(await notifications.countPending(), 1);
    await watches.update(ada, id, { paused: true });
    t.equal(await notifications.countPending(), 0);
    t.same(await deadLetters.list(10), []);
    await watches.update(ada, id, { paused: false });
    await harness.advance(1);
    t.same(await takePending(harness, 'two'), []);
  });

  t.test('changes during a pause are never sent, even if they are fanned out later', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    const { id } = await watch(harness, ada, CSE310);
    await watches.update(ada, id, { paused: true });
    await see(harness, CSE310, OPEN);
    await see(harness, CSE310);
    await watches.update(ada, id, { paused: false });
    await fanOut(harness);
    t.same(await takePending(harness, 'one'), []);
    await see(harness, CSE310, OPEN);
    // An update that changes nothing loses nothing.
    await watches.update(ada, id, { paused: false });
    await fanOut(harness);
    t.match(await takePending(harness, 'one'), [{ change: { version: 4 } }]);
  });

  t.test('changing the kinds removes pending notifications that are no longer wanted', async (t) => {
    const harness = await make(t);
    const { watches, notifications } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    const { id } = await watch(harness, ada, CSE310, ['opened', 'seats', 'instructor']);
    await see(harness, CSE310, { ...OPEN, instructors: ['Ben Birch'] });
    await fanOut(harness);
    t.equal(await notifications.countPending(), 3);
    await watches.update(ada, id, { kinds: ['opened', 'closed'] });
    t.equal(await notifications.countPending(), 1);
    t.match(await takePending(harness, 'one'), [{ change: { kind: 'opened' } }]);
  });

  t.test('a student changes and removes only their own watches', async (t) => {
    const harness = await make(t);
    const { watches, sections } = harness.store;
    const ada = await student(harness);
    const ben = await student(harness, 'ben@example.edu');
    const { id, ...rest } = await watch(harness, ada, CSE310);
    t.equal(await watches.update(ben, id, { paused: true }), undefined);
    t.equal(await watches.remove(ben, id), false);
    t.same(await watches.update(ada, id, { kinds: ['closed', 'seats'] }), { id, ...rest, kinds: ['closed', 'seats'] });
    t.same(await watches.update(ada, id, { paused: true }), { id, ...rest, kinds: ['closed', 'seats'], paused: true });
    t.same(await watches.update(ada, id, {}), { id, ...rest, kinds: ['closed', 'seats'], paused: true });
    await watches.update(ada, id, { paused: true });
    t.equal(await sections.countWatched('asu'), 0);
    await watches.update(ada, id, { paused: false });
    t.equal(await sections.countWatched('asu'), 1);
    t.equal(await watches.remove(ada, id), true);
    t.equal(await watches.remove(ada, id), false);
    t.equal(await sections.countWatched('asu'), 0);
  });

  t.test('a section is watched as long as any of its watches is left', async (t) => {
    const harness = await make(t);
    const { watches, sections } = harness.store;
    const ada = await student(harness);
    const ben = await student(harness, 'ben@example.edu');
    const last = await watch(harness, ada, CSE310);
    const { id } = await watch(harness, ben, CSE310);
    await watches.update(ben, id, { paused: true });
    await watches.remove(ben, id);
    t.equal(await sections.countWatched('asu'), 1);
    t.ok(await watches.remove(ada, last.id));
    t.equal(await sections.countWatched('asu'), 0);
  });

  t.test('removing a watch removes its pending notifications', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    await see(harness, CSE310);
    const { id } = await watch(harness, ada, CSE310);
    await watch(harness, await student(harness, 'ben@example.edu'), CSE310);
    await see(harness, CSE310, OPEN);
    t.match(await fanOut(harness), { notifications: 2 });
    await harness.store.watches.remove(ada, id);
    t.same(
      (await takePending(harness, 'mailer')).map(({ recipient }) => recipient),
      ['ben@example.edu'],
    );
  });

  t.test('resuming the only watch keeps the due time of the section', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    const { id } = await watch(harness, ada, CSE310);
    await watches.update(ada, id, { paused: true });
    await harness.advance(1_000);
    await watches.update(ada, id, { paused: false });
    t.equal(await nextDueInMs(harness.store), INTERVAL_MS - 1_000);
  });
}
