/** Claiming the due sections that cannot wait. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import { commitOf, INTERVAL_MS, keysOf, LEASE_MS, OPEN, see, student, take, takeDue } from './harness.ts';
import type { ClaimedSection, SectionCommit } from '../../../src/store/sections.ts';
import { WHOLE } from '../../../src/store/sections.ts';

export function urgentClaimsContract(t: Test, make: MakeHarness): void {
  t.test(
    'urgent are: never seen, last look failed, missing, just changed, or left by a dead process; with their courses',
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
      t.same(await abandoned('zero'), [key('calmToo'), key('left')], 'the abandoned section, with its course');
      await harness.store.sections.releaseAll('zero');
      await take(harness, [key('left')], 'another that died');
      await harness.advance(LEASE_MS);
      t.same(await urgent('one', 2 * LEASE_MS), all);
      t.same(await urgent('two'), [], 'all of them are leased');
      await harness.store.sections.releaseAll('one');
      await harness.advance(LEASE_MS);
      const later = ['absent', 'failed', 'unseen'].map((name) => key(name as keyof typeof sections)).toSorted();
      t.same(
        await urgent('three', LEASE_MS),
        later,
        'a released section is not abandoned, and the changed one has cooled down',
      );
      t.equal((await takeDue(harness, 'four')).length, 6, 'the rest is due');
    },
  );
}
