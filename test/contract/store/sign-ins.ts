/** Sign-in links: what they carry, and what the page that asked for one learns. */
import type { Test } from 'tap';
import { DEFAULT_PREFERENCES } from '../../../src/domain/preferences.ts';
import { USED_LINK_KEPT_MS } from '../../../src/store/accounts.ts';
import type { MakeHarness } from './harness.ts';
import { CSE310, MAT210, student } from './harness.ts';

const HOUR_MS = 3_600_000;
const WISHES = [{ section: CSE310 }, { section: MAT210, kinds: ['opened', 'closed'] }];

export function signInsContract(t: Test, make: MakeHarness): void {
  t.test('a link carries the wishes as they were asked for, in their order', async (t) => {
    const { accounts } = (await make(t)).store;
    await accounts.addSignIn('token', 'ada@example.edu', HOUR_MS, { wishes: WISHES });
    await accounts.addSignIn('other token', 'ada@example.edu', HOUR_MS);
    t.same(await accounts.peekSignIn('token'), { email: 'ada@example.edu', wishes: WISHES, preferences: {} });
    t.same(await accounts.peekSignIn('other token'), { email: 'ada@example.edu', wishes: [], preferences: {} });
  });

  t.test('the page that asked learns whether the link waits, was used, or has expired', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    await accounts.addSignIn('token', 'ada@example.edu', HOUR_MS, { waitingHash: 'page' });
    await accounts.addSignIn('other token', 'ada@example.edu', HOUR_MS, { waitingHash: 'other page' });
    await accounts.peekSignIn('token');
    t.equal(await accounts.waiting('page'), 'waiting', 'opening the link is no use of it');
    await accounts.signIn('token', 'session', HOUR_MS);
    t.equal(await accounts.waiting('page'), 'used');
    t.equal(await accounts.waiting('other page'), 'waiting');
    t.equal(await accounts.waiting('unknown page'), 'expired');
    await harness.advance(HOUR_MS);
    await accounts.sweep();
    t.equal(await accounts.waiting('other page'), 'expired');
    t.equal(await accounts.waiting('page'), 'used', 'a page that slept meanwhile learns of the use');
    await harness.advance(USED_LINK_KEPT_MS - HOUR_MS);
    t.equal(await accounts.sweep(), 1);
    t.equal(await accounts.waiting('page'), 'expired');
  });

  t.test('a new student starts with the preferences of the link; a known one keeps the own ones', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    const preferences = { language: 'es', timeZone: 'America/Phoenix' } as const;
    for (const token of ['first', 'second', 'third'])
      await accounts.addSignIn(token, 'ada@example.edu', HOUR_MS, token === 'third' ? {} : { preferences });
    const ada = (await accounts.signIn('first', 'session', HOUR_MS))!.id;
    t.same(await accounts.preferences(ada), { ...DEFAULT_PREFERENCES, ...preferences });
    await accounts.prefer(ada, { language: 'en' });
    for (const token of ['second', 'third']) await accounts.signIn(token, token, HOUR_MS);
    t.same(await accounts.preferences(ada), { ...DEFAULT_PREFERENCES, ...preferences, language: 'en' });
  });

  t.test('preferences change one by one, and each student has their own', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
    const quietHours = { from: '22:00', to: '07:00', exceptOpenings: true };
    t.same(await accounts.prefer(ada, { quietHours }), { ...DEFAULT_PREFERENCES, quietHours });
    t.same(await accounts.prefer(ada, { digest: 'daily', notifications: false }), {
      ...DEFAULT_PREFERENCES,
      quietHours,
      digest: 'daily',
      notifications: false,
    });
    t.match(await accounts.prefer(ada, { quietHours: null }), { quietHours: null, digest: 'daily' });
    t.match(await accounts.prefer(ada, { timeZone: '$email' }), { timeZone: '$email' }, 'values are no expressions');
    t.same(await accounts.preferences(ben), DEFAULT_PREFERENCES);
    t.match(await accounts.export(ada), { user: { preferences: { digest: 'daily', timeZone: '$email' } } });
    await accounts.remove(ada);
    t.equal(await accounts.preferences(ada), undefined);
    t.equal(await accounts.prefer(ada, { digest: 'off' }), undefined);
  });

  t.test('the export tells what a link would start; deleting the student deletes the links', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    const ada = await student(harness);
    await accounts.addSignIn('token', 'ada@example.edu', HOUR_MS, { wishes: WISHES, waitingHash: 'page secret' });
    const exported = await accounts.export(ada);
    t.match(exported, { signInLinks: [{ usedAt: null, wishes: WISHES }, { usedAt: String }] });
    t.notMatch(JSON.stringify(exported), 'page secret');
    await accounts.remove(ada);
    t.equal(await accounts.waiting('page secret'), 'expired');
  });

  t.test('wishes of a used link that were not started are found again, until they are', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    for (const token of ['used', 'unused'])
      await accounts.addSignIn(token, 'ada@example.edu', HOUR_MS, { wishes: WISHES });
    await accounts.addSignIn('without wishes', 'ada@example.edu', HOUR_MS);
    const ada = (await accounts.signIn('used', 'session', HOUR_MS))!.id;
    await accounts.signIn('without wishes', 'other session', HOUR_MS);
    t.same(await accounts.unstarted(1_000, 10), [], 'whoever used it may be starting them');
    await harness.advance(1_000);
    t.same(await accounts.unstarted(1_000, 10), [{ tokenHash: 'used', userId: ada, wishes: WISHES }]);
    await accounts.wishesStarted('used');
    await accounts.wishesStarted('unused');
    t.same(await accounts.unstarted(1_000, 10), []);
    t.match(await accounts.peekSignIn('unused'), { wishes: WISHES }, 'a link that was not used keeps its wishes');
  });
}
