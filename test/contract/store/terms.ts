/** Terms: when one is silent, and what ending it removes. */
import type { Test } from 'tap';
import { wishOf } from '../../../src/domain/watch.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import {
  CSE310,
  fanOut,
  giveUp,
  INTERVAL_MS,
  keysOf,
  LEASE_MS,
  MAT210,
  OPEN,
  see,
  student,
  take,
  takeDue,
  takePending,
  watch,
} from './harness.ts';

const FALL = { institution: 'asu', term: '2267' };
const OTHER = 'asu/2271/66445';
const LIKE_IT = 'asu/22671/5';
const QUARTER_MS = 15 * 60_000;

/** A look at the section that fails (`failures` 1), or an answer that lacks it (`missing`). */
async function lose({ store }: StoreHarness, section: string, how: 'failed' | 'missing'): Promise<void> {
  const [claimed] = await store.sections.claim('asu', { sections: [section] }, 'loser', LEASE_MS);
  const [failures, missing] = [how === 'failed' ? 1 : 0, how === 'missing'];
  await store.sections.commit('loser', [
    {
      section,
      expectedVersion: claimed!.state?.version ?? 0,
      state: null,
      unknown: false,
      missing,
      failures,
      demand: 0,
      dueInMs: INTERVAL_MS,
      changes: [],
    },
  ]);
}

export function termsContract(t: Test, make: MakeHarness): void {
  t.test(
    'a term is silent when this was recorded long enough ago and no watched section of it has been seen since',
    async (t) => {
      const harness = await make(t);
      const silent = (): Promise<boolean> => harness.store.terms.silent('asu', '2267', QUARTER_MS);
      const ada = await student(harness);
      for (const section of [CSE310, MAT210, OTHER]) {
        await see(harness, section);
        await watch(harness, ada, section);
      }
      t.equal(await silent(), false);
      await harness.advance(QUARTER_MS);
      t.equal(await silent(), false, 'both sections were seen in their last look');
      await lose(harness, CSE310, 'failed');
      await harness.advance(QUARTER_MS);
      t.equal(await silent(), false, 'one still was');
      await lose(harness, MAT210, 'missing');
      t.equal(await silent(), false, 'the time restarted with each of them');
      await harness.advance(QUARTER_MS - 1);
      t.equal(await silent(), false);
      await harness.reopen();
      await harness.advance(1);
      t.equal(await silent(), true, 'also after a restart');
      await see(harness, CSE310);
      t.equal(await silent(), false, 'one has returned');
      await lose(harness, CSE310, 'failed');
      await harness.advance(QUARTER_MS - 1);
      t.equal(await silent(), false);
      await harness.advance(1);
      t.equal(await silent(), true);
    },
  );

  t.test('ending a term ends its watches with one notice each, and no watches of other terms', async (t) => {
    const harness = await make(t);
    const { deadLetters, terms, watches } = harness.store;
    const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
    for (const section of [CSE310, OTHER, LIKE_IT]) await see(harness, section);
    const first = await watch(harness, ada, CSE310);
    const paused = await watch(harness, ben, CSE310);
    await watches.update(ben, paused.id, { paused: true });
    const unseen = await watch(harness, ben, MAT210);
    const kept = [await watch(harness, ada, OTHER), await watch(harness, ada, LIKE_IT)];
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    for (const section of [CSE310, OTHER]) await giveUp(harness, section, 'status 500');
    t.same((await terms.watched('asu')).toSorted(), ['2267', '2271', '22671'].toSorted(), 'including paused ones');

    t.equal(await terms.end('asu', '2267'), 3);
    t.equal(await terms.end('asu', '2267'), 0);
    t.same(await terms.over('asu'), ['2267']);
    t.same(await terms.over('other'), []);
    t.same(await watches.list(ada), kept);
    t.same(await watches.list(ben), []);
    t.match(await watches.add(ada, wishOf('asu/2274/1'), false, 3, 0), { outcome: 'added' }, 'its slot is free');
    t.same(
      (await deadLetters.list(10)).map(({ subject }) => subject),
      [OTHER],
    );
    await harness.reopen();
    const notices = await takePending(harness, 'mailer');
    t.same(
      notices.map(({ id, recipient, notice, change }) => `${id} ${recipient} ${notice} ${change?.id}`).toSorted(),
      [
        `${first.id}+term-over+email ada@example.edu term-over undefined`,
        `${paused.id}+term-over+email ben@example.edu term-over undefined`,
        `${unseen.id}+term-over+email ben@example.edu term-over undefined`,
      ].toSorted(),
      'pending notifications are removed with the watch',
    );
    t.match(notices.find(({ section }) => section === CSE310)?.current, { version: 2, status: 'unknown' });

    await harness.advance(INTERVAL_MS);
    t.same(
      keysOf(await takeDue(harness, 'one')).filter((key) => key.startsWith('asu/2267/')),
      [],
      'none of its sections is claimed',
    );
    t.match(
      await harness.store.sections.state(CSE310),
      { seats: { open: 1 }, version: 2 },
      'its state can still be read',
    );
    t.equal(await harness.store.sections.state(MAT210), undefined);
    await harness.store.accounts.remove(ada);
    t.same(await harness.store.terms.watched('asu'), []);
  });

  t.test('the states of a term that is over are not published again, and its topics are cleared once', async (t) => {
    const harness = await make(t);
    const { sections, terms } = harness.store;
    for (const section of [CSE310, MAT210, OTHER]) await see(harness, section);
    await take(harness, ['asu/2267/1'], 'who asks');
    t.same(await terms.uncleared(), []);
    await terms.end('asu', '2267');
    t.same(keysOf(await sections.page(null, 2)), [OTHER]);
    t.same(await terms.uncleared(), [FALL]);
    t.same(await terms.sectionsOf(FALL, '', 1), [CSE310]);
    t.same(await terms.sectionsOf(FALL, CSE310, 10), [MAT210]);
    await terms.markCleared(FALL);
    t.same(await terms.uncleared(), []);
    await terms.end('asu', '2267');
    t.same(await terms.uncleared(), []);
    await terms.reopen('asu', '2267');
    t.same(await terms.over('asu'), []);
    t.same(keysOf(await sections.page(null, 10)), [CSE310, MAT210, OTHER]);
  });
}
