/** Claiming due sections: which are due, in which order, and how processes share them. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import {
  CSE310,
  CSE310_TOO,
  ENG101,
  INTERVAL_MS,
  keysOf,
  LEASE_MS,
  MAT210,
  see,
  student,
  take,
  takeDue,
  watch,
} from './harness.ts';
import type { Share } from '../../../src/store/sections.ts';
import { WHOLE } from '../../../src/store/sections.ts';

export function dueClaimsContract(t: Test, make: MakeHarness): void {
  t.test('a section is scheduled only while it is watched', async (t) => {
    const harness = await make(t);
    const { watches, sections } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    t.equal(await sections.nextDueInMs('asu'), null);
    const { id } = await watch(harness, ada, CSE310);
    t.equal(await sections.countWatched('asu'), 1);
    t.equal(await sections.nextDueInMs('asu'), INTERVAL_MS, 'it was seen already, so it can wait');
    t.same(await takeDue(harness, 'early'), []);
    await watches.update(ada, id, { paused: true });
    t.equal(await sections.nextDueInMs('asu'), null, 'a paused watch does not count');
    await harness.advance(INTERVAL_MS);
    t.same(await takeDue(harness, 'paused'), []);
    await watches.update(ada, id, { paused: false });
    t.equal(await sections.nextDueInMs('asu'), 0);
    const [claimed] = await takeDue(harness, 'one');
    t.match(claimed, { section: CSE310, watched: true, dueAt: harness.now() });
    t.equal(await sections.nextDueInMs('asu'), LEASE_MS, 'nobody else can claim it earlier');
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
    t.equal(await harness.store.sections.nextDueInMs('asu'), INTERVAL_MS - 1_000);
  });

  t.test('a due section is claimed with its whole course, watched or not, and without other courses', async (t) => {
    const harness = await make(t);
    for (const section of [CSE310, CSE310_TOO, MAT210]) await see(harness, section);
    await watch(harness, await student(harness), CSE310_TOO);
    await harness.advance(INTERVAL_MS);
    const claimed = await takeDue(harness, 'one');
    t.same(
      claimed.map(({ section, watched, course }) => ({ section, watched, course })),
      [
        { section: CSE310, watched: false, course: { subject: 'CSE', catalogNumber: '310' } },
        { section: CSE310_TOO, watched: true, course: { subject: 'CSE', catalogNumber: '310' } },
      ],
    );
  });

  t.test('when a part of a course is leased, the rest is claimed', async (t) => {
    const harness = await make(t);
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    const ada = await student(harness);
    await watch(harness, ada, CSE310);
    await watch(harness, ada, CSE310_TOO);
    await harness.advance(INTERVAL_MS);
    await take(harness, [CSE310], 'one');
    t.same(keysOf(await takeDue(harness, 'two')), [CSE310_TOO]);
  });

  t.test('the most overdue courses come first, and the last course is not split', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    for (const section of [MAT210, CSE310, CSE310_TOO]) {
      await see(harness, section);
      await watch(harness, ada, section);
      await harness.advance(1_000);
    }
    await harness.advance(INTERVAL_MS);
    await watch(harness, ada, ENG101);
    t.same(keysOf(await takeDue(harness, 'one', 1)), [MAT210]);
    t.same(keysOf(await takeDue(harness, 'two', 1)), [CSE310, CSE310_TOO]);
    t.same(keysOf(await takeDue(harness, 'three', 1)), [ENG101]);
    await harness.advance(LEASE_MS);
    t.same(keysOf(await takeDue(harness, 'four', 2)), [MAT210, CSE310, CSE310_TOO]);
  });

  t.test('each share has other courses, and the next claim takes a share of the rest', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    for (const section of [MAT210, CSE310, CSE310_TOO, ENG101]) {
      await see(harness, section, section === ENG101 ? { subject: 'ENG', catalogNumber: '101' } : {});
      await watch(harness, ada, section);
      await harness.advance(1_000);
    }
    await harness.advance(INTERVAL_MS);
    const take = (owner: string, part: number): ReturnType<typeof takeDue> =>
      harness.store.sections.claim(
        'asu',
        { due: true, limit: 10, aheadMs: 0, share: { part, of: 3 } },
        owner,
        LEASE_MS,
      );
    t.same(keysOf(await take('two', 1)), [CSE310, CSE310_TOO], 'a course is not split');
    t.same(keysOf(await take('two', 1)), [ENG101]);
    t.same(keysOf(await take('two', 1)), [MAT210], 'no section waits for a process that never claims');
  });

  t.test(
    'shares and limits count only free sections, not sections whose leases end within the look-ahead',
    async (t) => {
      const harness = await make(t);
      const ada = await student(harness);
      const keys = ['asu/2267/10001', 'asu/2267/10002', 'asu/2267/10003', 'asu/2267/10004'];
      for (const [index, section] of keys.entries()) {
        await see(harness, section, { catalogNumber: `10${index}` });
        await watch(harness, ada, section);
        await harness.advance(1_000);
      }
      await harness.advance(INTERVAL_MS);
      const take = async (owner: string, limit: number, share: Share): Promise<string[]> =>
        keysOf(
          await harness.store.sections.claim(
            'asu',
            { due: true, limit, aheadMs: 2 * LEASE_MS, share },
            owner,
            LEASE_MS,
          ),
        );
      t.same(await take('one', 10, { part: 0, of: 2 }), keys.slice(0, 2));
      t.same(await take('two', 10, { part: 0, of: 2 }), [keys[2]], 'half of the two free ones');
      t.same(await take('two', 1, WHOLE), [keys[3]], 'the most overdue ones are leased and do not count');
      t.same(await take('two', 10, WHOLE), []);
    },
  );

  t.test('sections that are due soon are claimed together with due ones, but never alone', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    for (const section of [MAT210, CSE310]) {
      await see(harness, section);
      await watch(harness, ada, section);
      await harness.advance(10_000);
    }
    const ahead = (owner: string): ReturnType<typeof takeDue> =>
      harness.store.sections.claim('asu', { due: true, limit: 10, aheadMs: 20_000, share: WHOLE }, owner, LEASE_MS);
    await harness.advance(INTERVAL_MS - 20_001);
    t.same(keysOf(await ahead('one')), [], 'MAT 210 is due in a millisecond');
    await harness.advance(1);
    t.same(keysOf(await ahead('one')), [MAT210, CSE310]);
  });

  t.test('a section whose last look failed waits for its due time', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    for (const section of [MAT210, CSE310]) await watch(harness, ada, section);
    const claimed = await takeDue(harness, 'one');
    await harness.store.sections.commit(
      'one',
      claimed.map(({ section }) => ({
        section,
        expectedVersion: 0,
        state: null,
        unknown: false,
        missing: false,
        failures: 1,
        dueInMs: section === MAT210 ? 2_000 : 8_000,
        changes: [],
      })),
    );
    await harness.advance(2_000);
    t.same(
      keysOf(
        await harness.store.sections.claim(
          'asu',
          { due: true, limit: 10, aheadMs: 60_000, share: WHOLE },
          'two',
          LEASE_MS,
        ),
      ),
      [MAT210],
    );
  });
}
