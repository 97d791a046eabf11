/** Watches of a course: which sections they cover. */
import type { Test } from 'tap';
import type { Conditions } from '../../../src/domain/conditions.ts';
import type { Meeting } from '../../../src/domain/section.ts';
import type { NewWatch, Watch } from '../../../src/domain/watch.ts';
import { DEFAULT_TERMS } from '../../../src/domain/watch.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import {
  CSE310,
  CSE310_TOO,
  fanOut,
  INTERVAL_MS,
  keysOf,
  MAT210,
  nextDueInMs,
  OPEN,
  see,
  student,
  takePending,
  watch,
} from './harness.ts';

export const COURSE = 'asu/2267/CSE/310';
const at = (start: string, end: string): { meetings: Meeting[] } => ({
  meetings: [{ days: ['Mon'], start, end, location: '' }],
});
const MORNING = at('09:00', '10:15');
const EVENING = at('18:00', '19:15');
const BEFORE_NOON: Conditions = { before: '12:00' };

export const courseWish = (conditions?: Conditions): NewWatch => ({
  ...DEFAULT_TERMS,
  course: COURSE,
  ...(conditions !== undefined && { conditions }),
});

export async function watchCourse({ store }: StoreHarness, userId: string, conditions?: Conditions): Promise<Watch> {
  const added = await store.watches.add(userId, courseWish(conditions), false, 10, INTERVAL_MS);
  if (added.outcome !== 'added') throw new Error(`the watch was not added: ${added.outcome}`);
  return added.watch;
}

const covers = async ({ store }: StoreHarness, id: string): Promise<string[]> =>
  (await store.watches.find(id))!.watch.covers;

const watched = async ({ store }: StoreHarness): Promise<[string, number][]> =>
  (await store.sections.watched('asu', null)).sections
    .map(({ section, watches }): [string, number] => [section, watches])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

export function coverageContract(t: Test, make: MakeHarness): void {
  t.test('a watch of a course covers its known sections and is told of each', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    for (const section of [CSE310, CSE310_TOO, MAT210]) await see(harness, section);
    const { id, ...added } = await watchCourse(harness, ada);
    t.match(added, { course: COURSE, covers: [CSE310, CSE310_TOO], verified: true });
    t.notOk('section' in added);
    t.same(await harness.store.watches.list(ada), [{ id, ...added }]);
    t.same(await watched(harness), [
      [CSE310, 1],
      [CSE310_TOO, 1],
    ]);
    for (const section of [CSE310, CSE310_TOO, MAT210]) await see(harness, section, OPEN);
    await fanOut(harness);
    t.same(keysOf(await takePending(harness, 'one')).toSorted(), [CSE310, CSE310_TOO]);
  });

  t.test('only sections that meet the conditions are told of', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310, MORNING);
    await see(harness, CSE310_TOO, EVENING);
    const { id, conditions } = await watchCourse(harness, await student(harness), BEFORE_NOON);
    t.same(conditions, BEFORE_NOON);
    t.same(await covers(harness, id), [CSE310]);
    await see(harness, CSE310, { ...MORNING, ...OPEN });
    await see(harness, CSE310_TOO, { ...EVENING, ...OPEN });
    await fanOut(harness);
    t.same(keysOf(await takePending(harness, 'one')), [CSE310]);
  });

  t.test('a section that is new, or comes to meet the conditions, is covered from that look on', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310, EVENING);
    const { id } = await watchCourse(harness, await student(harness), BEFORE_NOON);
    t.same(await covers(harness, id), []);
    await see(harness, CSE310_TOO, MORNING);
    t.same(await covers(harness, id), [CSE310_TOO]);
    t.same(await watched(harness), [[CSE310_TOO, 1]]);
    await see(harness, CSE310, { ...MORNING, ...OPEN });
    t.same(await covers(harness, id), [CSE310, CSE310_TOO]);
    await fanOut(harness);
    t.match(await takePending(harness, 'one'), [{ section: CSE310, change: { kind: 'opened' } }]);
    await see(harness, CSE310, EVENING);
    await see(harness, CSE310, { ...EVENING, ...OPEN });
    await fanOut(harness);
    t.same(await covers(harness, id), [CSE310_TOO]);
    t.same(await takePending(harness, 'two'), [], 'it no longer meets them');
  });

  t.test(
    'a course without a section that meets the conditions is looked at all the same, and not told of',
    async (t) => {
      const harness = await make(t);
      await see(harness, CSE310, EVENING);
      await see(harness, CSE310_TOO, EVENING);
      await watchCourse(harness, await student(harness), BEFORE_NOON);
      t.same(await watched(harness), [[CSE310, 1]]);
      await see(harness, CSE310, { ...EVENING, ...OPEN });
      await fanOut(harness);
      t.same(await takePending(harness, 'one'), []);
    },
  );

  t.test('a student watches the same course twice only with other conditions', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    const add = async (conditions?: Conditions): Promise<string> =>
      (await watches.add(ada, courseWish(conditions), false, 3, 0)).outcome;
    t.equal(await add(), 'added');
    t.equal(await add({}), 'duplicate');
    t.equal(await add({ days: ['Mon', 'Tue'] }), 'added');
    t.equal(await add({ days: ['Tue', 'Mon'] }), 'duplicate');
    t.equal((await watches.list(ada)).length, 2);
    await watch(harness, ada, CSE310);
    t.equal(await add({ days: ['Fri'] }), 'limit', 'a watch of a course counts as one');
    const [first] = await watches.list(ada);
    t.equal(await watches.update(ada, first!.id, { conditions: { days: ['Mon', 'Tue'] } }), 'duplicate');
    t.same((await watches.list(ada))[0], first);
  });

  t.test('new conditions change what is covered, and drop what was not sent yet', async (t) => {
    const harness = await make(t);
    const { watches, notifications } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310, MORNING);
    await see(harness, CSE310_TOO, EVENING);
    const { id } = await watchCourse(harness, ada);
    for (const section of [CSE310, CSE310_TOO])
      await see(harness, section, { ...(section === CSE310 ? MORNING : EVENING), ...OPEN });
    await fanOut(harness);
    t.equal(await notifications.countPending(), 2);
    t.match(await watches.update(ada, id, { conditions: { after: '17:00' } }), { covers: [CSE310_TOO] });
    t.same(await watched(harness), [[CSE310_TOO, 1]]);
    t.same(keysOf(await takePending(harness, 'one')), [CSE310_TOO]);
  });

  t.test('pausing and removing a watch of a course apply to all it covers', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    const ada = await student(harness);
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    const { id } = await watchCourse(harness, ada);
    await watch(harness, await student(harness, 'ben@example.edu'), CSE310);
    await watches.update(ada, id, { paused: true });
    t.same(await watched(harness), [[CSE310, 1]]);
    await watches.update(ada, id, { paused: false });
    t.same(await watched(harness), [
      [CSE310, 2],
      [CSE310_TOO, 1],
    ]);
    await watches.remove(ada, id);
    t.same(await watched(harness), [[CSE310, 1]]);
  });

  t.test('deleting a student ends what their watches cover', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    await watchCourse(harness, ada);
    await harness.store.accounts.remove(ada);
    t.same(await watched(harness), []);
  });

  t.test('the watches of a course end with the term, with a notice that names a section', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watchCourse(harness, await student(harness));
    t.equal(await harness.store.terms.end('asu', '2267'), 1);
    t.match(await takePending(harness, 'one'), [{ notice: 'term-over', section: CSE310 }]);
    t.same(await watched(harness), []);
  });

  t.test('the sections of a new watch of a course are due after the given time', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await harness.advance(2 * INTERVAL_MS);
    await watchCourse(harness, await student(harness));
    t.equal(await nextDueInMs(harness.store), INTERVAL_MS);
  });
}
