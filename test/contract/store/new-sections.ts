/** Sections that appear in a watched course, and courses that nobody has seen. */
import type { Test } from 'tap';
import type { NewWatch } from '../../../src/domain/watch.ts';
import { DEFAULT_TERMS } from '../../../src/domain/watch.ts';
import { COURSE, courseWish, watchCourse } from './coverage.ts';
import type { MakeHarness } from './harness.ts';
import { CSE310, CSE310_TOO, fanOut, FULL, OPEN, see, student, takePending } from './harness.ts';

export function newSectionsContract(t: Test, make: MakeHarness): void {
  t.test('a new section that is open when it is first seen is told once, as an opening', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    await see(harness, CSE310);
    const { id } = await watchCourse(harness, ada);
    await see(harness, CSE310);
    await harness.advance(1_000);
    const seenAt = harness.now();
    await see(harness, CSE310_TOO, OPEN);
    t.match(await takePending(harness, 'one'), [
      { section: CSE310_TOO, watchId: id, kind: 'opened', notice: 'new-section', change: null, detectedAt: seenAt },
    ]);
    await see(harness, CSE310_TOO, OPEN);
    await fanOut(harness);
    t.equal(await harness.store.notifications.countPending(), 1);
    t.match(await harness.store.accounts.messages(ada, null, 10), [{ section: CSE310_TOO, kind: 'opened' }]);
  });

  t.test('what the first look after the watch was made shows is no news', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await harness.advance(1_000);
    await watchCourse(harness, await student(harness));
    await see(harness, CSE310_TOO, OPEN);
    t.same(await takePending(harness, 'one'), []);
  });

  t.test('a new section is told only to watches that want its opening', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    await see(harness, CSE310);
    const wishes: [string, Partial<NewWatch>][] = [
      ['noon', { conditions: { before: '09:00' } }],
      ['closed', { kinds: ['closed'] }],
      ['two', { minSeats: 2 }],
      ['paused', {}],
      ['muted', { channels: ['another'] }],
      ['told', { minSeats: 1 }],
    ];
    for (const [name, terms] of wishes) {
      const user = await student(harness, `${name}@example.edu`);
      const added = await watches.add(user, { ...courseWish(), ...terms } as NewWatch, false, 10, 0);
      if (name === 'paused' && added.outcome === 'added') await watches.update(user, added.watch.id, { paused: true });
    }
    await see(harness, CSE310);
    await see(harness, CSE310_TOO, OPEN);
    await see(harness, 'asu/2267/66447', FULL);
    t.match(await takePending(harness, 'one'), [{ recipient: 'told@example.edu', section: CSE310_TOO }]);
  });

  t.test('a watch of a course that nobody has seen is verified by the first look', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    const ada = await student(harness);
    const { id, verified } = await watchCourse(harness, ada);
    t.notOk(verified);
    await watchCourse(harness, await student(harness, 'ben@example.edu'), { before: '12:00' });
    t.match(await watches.unverifiedCourses('', 10), [{ course: COURSE, userId: String }]);
    t.same(await watches.unverifiedCourses(COURSE, 10), []);
    await see(harness, CSE310);
    t.same(await watches.unverifiedCourses('', 10), []);
    t.match(await watches.find(id), { watch: { verified: true, covers: [CSE310] } });
    t.equal(await watches.endUnverified(COURSE), 0, 'it exists');
  });

  t.test('the watches of a course that does not exist end, each with a notice', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    const ada = await student(harness);
    await watchCourse(harness, ada);
    await watchCourse(harness, ada, { before: '12:00' });
    await watches.add(ada, { ...DEFAULT_TERMS, course: 'asu/2267/CSE/31' }, false, 10, 0);
    t.equal(await watches.endUnverified(COURSE), 2);
    t.match(await takePending(harness, 'one'), [
      { notice: 'not-found', section: COURSE },
      { notice: 'not-found', section: COURSE },
    ]);
    t.match(await watches.list(ada), [{ course: 'asu/2267/CSE/31' }]);
  });
}
