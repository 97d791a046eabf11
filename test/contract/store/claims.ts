/** Claiming and giving back sections: the section row is the job. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import {
  commitOf,
  CSE310,
  CSE310_TOO,
  ENG101,
  INTERVAL_MS,
  keysOf,
  LEASE_MS,
  MAT210,
  OPEN,
  see,
  student,
  take,
  takeDue,
  watch,
} from './harness.ts';
import type { ClaimedSection, SectionCommit, Share } from '../../../src/store/sections.ts';
import { WHOLE } from '../../../src/store/sections.ts';

export function claimsContract(t: Test, make: MakeHarness): void {
  t.test('a section that is asked for by key gets a row, and is claimed by one owner only', async (t) => {
    const harness = await make(t);
    t.same(await take(harness, [CSE310], 'one'), [
      {
        section: CSE310,
        institution: 'asu',
        term: '2267',
        classNumber: '66445',
        course: null,
        state: null,
        unknown: false,
        missingForMs: null,
        failures: 0,
        watched: false,
        dueAt: null,
      },
    ]);
    t.same(await take(harness, [CSE310], 'two'), []);
    t.same(await take(harness, [CSE310], 'one'), [], 'nor by the same owner again');
  });

  t.test('what is no section key cannot be claimed', async (t) => {
    const { store } = await make(t);
    await t.rejects(store.sections.claim('asu', { sections: ['66445'] }, 'one', LEASE_MS), {
      code: 'PMC_SECTION_KEY_INVALID',
    });
  });

  t.test('a lease that lapsed can be taken by another', async (t) => {
    const harness = await make(t);
    await take(harness, [CSE310], 'one');
    await harness.advance(LEASE_MS);
    t.same(keysOf(await take(harness, [CSE310], 'two')), [CSE310]);
  });

  t.test('renewing prolongs what has not lapsed and is not new, and only that', async (t) => {
    const harness = await make(t);
    await take(harness, [CSE310], 'one');
    await harness.advance(LEASE_MS / 2);
    await take(harness, [MAT210], 'one');
    await harness.advance(LEASE_MS / 2 - 1_000);
    await take(harness, [ENG101], 'one');
    await harness.advance(1_000);
    t.equal(await harness.store.sections.renew('one', LEASE_MS), 1);
    await harness.advance(LEASE_MS - 1);
    t.same(keysOf(await take(harness, [CSE310, ENG101, MAT210], 'two')), [CSE310, ENG101]);
  });

  t.test('a section is due while somebody watches it', async (t) => {
    const harness = await make(t);
    const { watches, sections } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    t.equal(await sections.nextDueInMs('asu'), null);
    const { id } = await watch(harness, ada, CSE310);
    t.equal(await sections.countWatched('asu'), 1);
    t.equal(await sections.nextDueInMs('asu'), INTERVAL_MS, 'seen already, so there is time');
    t.same(await takeDue(harness, 'early'), []);
    await watches.update(ada, id, { paused: true });
    t.equal(await sections.nextDueInMs('asu'), null, 'a paused watch is none');
    await harness.advance(INTERVAL_MS);
    t.same(await takeDue(harness, 'paused'), []);
    await watches.update(ada, id, { paused: false });
    t.equal(await sections.nextDueInMs('asu'), 0);
    const [claimed] = await takeDue(harness, 'one');
    t.match(claimed, { section: CSE310, watched: true, dueAt: harness.now() });
    t.equal(await sections.nextDueInMs('asu'), LEASE_MS, 'nobody else can have it before');
    await sections.release('one', [CSE310], 0);
    await watches.remove(ada, id);
    t.same(await takeDue(harness, 'removed'), []);
    t.equal(await sections.countWatched('asu'), 0);
  });

  t.test('a section never seen is due as soon as it is watched', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    t.same(keysOf(await takeDue(harness, 'one')), [CSE310]);
  });

  t.test('a further watch does not hurry a section that was seen and is scheduled', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await harness.advance(1_000);
    await watch(harness, await student(harness, 'ben@example.edu'), CSE310);
    t.equal(await harness.store.sections.nextDueInMs('asu'), INTERVAL_MS - 1_000);
  });

  t.test('a due section brings its course along, watched or not, and no other course', async (t) => {
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

  t.test('of a course somebody holds a part of, the free part is claimed', async (t) => {
    const harness = await make(t);
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    const ada = await student(harness);
    await watch(harness, ada, CSE310);
    await watch(harness, ada, CSE310_TOO);
    await harness.advance(INTERVAL_MS);
    await take(harness, [CSE310], 'one');
    t.same(keysOf(await takeDue(harness, 'two')), [CSE310_TOO]);
  });

  t.test('the most overdue courses come first, and the last one within the limit is not split', async (t) => {
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

  t.test('those who take a share each take different courses, and of what is left again a share', async (t) => {
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
    t.same(keysOf(await take('two', 1)), [MAT210], 'nothing is left for one that never comes');
  });

  t.test(
    'a share, and the limit, are of what is free now: what others hold is no part of it, though their leases end within the look-ahead',
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
      t.same(await take('two', 10, { part: 0, of: 2 }), [keys[2]], 'half of the two that are free');
      t.same(await take('two', 1, WHOLE), [keys[3]], 'the most overdue ones are held, and count for nothing');
      t.same(await take('two', 10, WHOLE), []);
    },
  );

  t.test(
    'what cannot wait can be claimed by itself, with its course: never seen, failed, absent, changed, or left by a process that died',
    async (t) => {
      const harness = await make(t);
      const ada = await student(harness);
      const sections = {
        calm: '10001',
        calmToo: '10002',
        failed: '10003',
        unknown: '10004',
        absent: '10005',
        cancelled: '10006',
        changed: '10007',
        left: '10008',
        unseen: '10009',
      };
      const key = (name: keyof typeof sections): string => `asu/2267/${sections[name]}`;
      const settle = async (name: keyof typeof sections, over: Partial<SectionCommit>): Promise<void> => {
        const [{ state }] = (await take(harness, [key(name)], 'settle')) as [ClaimedSection];
        await harness.store.sections.commit('settle', [
          { ...commitOf(harness, key(name), state, { catalogNumber: `${name} 1` }), ...over },
        ]);
      };
      const urgent = async (owner: string, hotMs = INTERVAL_MS): Promise<string[]> =>
        keysOf(
          await harness.store.sections.claim('asu', { urgent: true, limit: 10, hotMs, share: WHOLE }, owner, LEASE_MS),
        ).toSorted();
      for (const name of Object.keys(sections) as (keyof typeof sections)[]) {
        if (name !== 'unseen')
          await see(harness, key(name), { catalogNumber: name === 'calmToo' ? 'left 1' : `${name} 1` });
        await harness.store.watches.add(ada, key(name), ['opened'], true, 100, 0);
      }
      await settle('failed', { failures: 1, dueInMs: 0 });
      await settle('unknown', { failures: 3, dueInMs: 0 });
      await settle('absent', { missing: true, dueInMs: 0 });
      const [{ state }] = (await take(harness, [key('cancelled')], 'cancel')) as [ClaimedSection];
      await harness.store.sections.commit('cancel', [
        {
          ...commitOf(harness, key('cancelled'), state),
          state: { ...state!, status: 'cancelled' },
          missing: true,
          dueInMs: 0,
          changes: [],
        },
      ]);
      await take(harness, [key('left')], 'a process that died');
      await harness.advance(LEASE_MS);
      await settle('changed', {
        ...commitOf(harness, key('changed'), (await harness.store.sections.state(key('changed')))!, OPEN),
        dueInMs: 0,
      });
      const all = ['absent', 'calmToo', 'changed', 'failed', 'left', 'unseen']
        .map((name) => key(name as keyof typeof sections))
        .toSorted();
      const abandoned = async (owner: string): Promise<string[]> =>
        keysOf(
          await harness.store.sections.claim('asu', { abandoned: true, limit: 10, share: WHOLE }, owner, LEASE_MS),
        ).toSorted();
      t.same(await abandoned('zero'), [key('calmToo'), key('left')], 'what was left, with its course');
      await harness.store.sections.releaseAll('zero');
      await take(harness, [key('left')], 'another that died');
      await harness.advance(LEASE_MS);
      t.same(await urgent('one', 2 * LEASE_MS), all);
      t.same(await urgent('two'), [], 'all of it is leased');
      await harness.store.sections.releaseAll('one');
      await harness.advance(LEASE_MS);
      const later = ['absent', 'failed', 'unseen'].map((name) => key(name as keyof typeof sections)).toSorted();
      t.same(
        await urgent('three', LEASE_MS),
        later,
        'what was given back was not left, and what changed has cooled down',
      );
      t.equal((await takeDue(harness, 'four')).length, 6, 'the rest is due');
    },
  );

  t.test('what will be due soon goes with what is due, but nothing goes ahead alone', async (t) => {
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

  t.test('a section whose last look failed waits for its time', async (t) => {
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

  t.test('a course is claimed whole, due or not', async (t) => {
    const harness = await make(t);
    for (const section of [CSE310, CSE310_TOO, MAT210]) await see(harness, section);
    const what = { term: '2267', course: { subject: 'CSE', catalogNumber: '310' } };
    t.same(keysOf(await harness.store.sections.claim('asu', what, 'one', LEASE_MS)), [CSE310, CSE310_TOO]);
    t.same(await harness.store.sections.claim('asu', { ...what, term: '2271' }, 'one', LEASE_MS), []);
  });

  t.test('sections of another institution are left alone', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    t.same(
      await harness.store.sections.claim('uxy', { due: true, limit: 10, aheadMs: 0, share: WHOLE }, 'one', LEASE_MS),
      [],
    );
    t.equal(await harness.store.sections.nextDueInMs('uxy'), null);
    t.equal(await harness.store.sections.makeDue('uxy'), 0);
  });

  t.test('what is given back stays due as it was, or is due again after a pause', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    await takeDue(harness, 'one');
    await harness.store.sections.release('two', [CSE310], 0);
    t.same(await takeDue(harness, 'two'), [], 'only its holder can give it back');
    await harness.store.sections.release('one', [CSE310], 0);
    t.same(keysOf(await takeDue(harness, 'two')), [CSE310]);
    await harness.store.sections.release('two', [CSE310], 5_000);
    t.equal(await harness.store.sections.nextDueInMs('asu'), 5_000);
  });

  t.test(
    'all that an owner has leased is given back at once, whatever is known of it, and nothing of others',
    async (t) => {
      const harness = await make(t);
      await watch(harness, await student(harness), CSE310);
      await takeDue(harness, 'one');
      await take(harness, [MAT210], 'one');
      await take(harness, [ENG101], 'two');
      await harness.store.sections.releaseAll('one');
      t.equal(await harness.store.sections.nextDueInMs('asu'), 0);
      t.same(keysOf(await take(harness, [CSE310, MAT210, ENG101], 'three')), [CSE310, MAT210]);
      await harness.store.sections.releaseAll('nobody');
    },
  );

  t.test('a row that nobody watches and nobody has seen goes when it is given back', async (t) => {
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

  t.test(
    'what is due further ahead than possible is brought to the longest pause from now, that of its state; nothing else is moved',
    async (t) => {
      const harness = await make(t);
      const ada = await student(harness);
      await see(harness, CSE310, OPEN);
      await see(harness, MAT210);
      for (const section of [CSE310, MAT210])
        await harness.store.watches.add(ada, section, ['opened'], true, 10, 10 * INTERVAL_MS);
      await see(harness, ENG101, { subject: 'ENG', catalogNumber: '101' });
      await harness.store.watches.add(ada, ENG101, ['opened'], true, 10, INTERVAL_MS / 2);
      const { sections } = harness.store;
      t.equal(await sections.pullIn('asu', INTERVAL_MS, 4 * INTERVAL_MS), 2);
      t.equal(await sections.pullIn('asu', INTERVAL_MS, 4 * INTERVAL_MS), 0);
      const due: string[][] = [];
      for (const afterMs of [INTERVAL_MS / 2, INTERVAL_MS / 2, 3 * INTERVAL_MS - 1, 1]) {
        await harness.advance(afterMs);
        due.push(
          keysOf(
            await sections.claim('asu', { due: true, limit: 10, aheadMs: 0, share: WHOLE }, 'one', 10 * INTERVAL_MS),
          ),
        );
      }
      t.same(due, [[ENG101], [MAT210], [], [CSE310]]);
      t.equal(await sections.pullIn('uxy', 0, 0), 0);
    },
  );

  t.test('making all due hurries every watched section, the overdue ones still first', async (t) => {
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
}
