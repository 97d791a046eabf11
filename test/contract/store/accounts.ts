/** Students: signing in, exporting their data, and deleting it. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import { CSE310, CSE310_TOO, fanOut, MAT210, OPEN, see, student, take, takePending, watch } from './harness.ts';

const HOUR_MS = 3_600_000;

export function accountsContract(t: Test, make: MakeHarness): void {
  t.test('a token signs its address in once, and looking at it does not use it up', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    await accounts.addSignIn('token', 'ada@example.edu', HOUR_MS);
    t.match(await accounts.peekSignIn('token'), { email: 'ada@example.edu' });
    t.match(await accounts.peekSignIn('token'), { email: 'ada@example.edu' });
    const user = await accounts.signIn('token', 'session', HOUR_MS);
    t.match(user, { email: 'ada@example.edu', createdAt: new Date(harness.now()).toISOString() });
    t.same(await accounts.session('session'), user);
    t.equal(await accounts.peekSignIn('token'), undefined);
    t.equal(await accounts.signIn('token', 'other session', HOUR_MS), undefined);
    t.equal(await accounts.session('other session'), undefined);
  });

  t.test('only one of several requests with the same token is signed in', async (t) => {
    const {
      store: { accounts },
    } = await make(t);
    await accounts.addSignIn('token', 'ada@example.edu', HOUR_MS);
    const users = await Promise.all(['a', 'b', 'c', 'd'].map((session) => accounts.signIn('token', session, HOUR_MS)));
    t.equal(users.filter((user) => user !== undefined).length, 1);
  });

  t.test('an address always has the same user', async (t) => {
    const {
      store: { accounts },
    } = await make(t);
    for (const token of ['one', 'two']) await accounts.addSignIn(token, 'ada@example.edu', HOUR_MS);
    const first = await accounts.signIn('one', 'session one', HOUR_MS);
    t.same(await accounts.signIn('two', 'session two', HOUR_MS), first);
    t.same(await accounts.session('session one'), first, 'both sessions are valid');
  });

  t.test('tokens and sessions expire, and sweeping removes them', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    for (const token of ['used', 'late']) await accounts.addSignIn(token, 'ada@example.edu', HOUR_MS);
    await accounts.signIn('used', 'session', HOUR_MS);
    t.equal(await accounts.sweep(), 0);
    await harness.advance(HOUR_MS);
    t.equal(await accounts.peekSignIn('late'), undefined);
    t.equal(await accounts.signIn('late', 'other', HOUR_MS), undefined);
    t.equal(await accounts.session('session'), undefined);
    t.equal(await accounts.sweep(), 2);
    t.equal(await accounts.sweep(), 0);
  });

  t.test('signing out ends one session', async (t) => {
    const {
      store: { accounts },
    } = await make(t);
    for (const token of ['one', 'two']) {
      await accounts.addSignIn(token, 'ada@example.edu', HOUR_MS);
      await accounts.signIn(token, token, HOUR_MS);
    }
    await accounts.signOut('one');
    t.equal(await accounts.session('one'), undefined);
    t.ok(await accounts.session('two'));
  });

  t.test('the export has everything about the student, but no secrets and nothing about others', async (t) => {
    const harness = await make(t);
    const { accounts, notifications } = harness.store;
    const ada = await student(harness);
    const ben = await student(harness, 'ben@example.edu');
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    const first = await watch(harness, ada, CSE310);
    const second = await watch(harness, ada, CSE310_TOO);
    const lost = await watch(harness, ada, MAT210);
    await watch(harness, ben, CSE310);
    await see(harness, CSE310, OPEN);
    await see(harness, CSE310_TOO, OPEN);
    await fanOut(harness);
    await notifications.record(
      'one',
      (await takePending(harness, 'one'))
        .filter(({ watchId }) => watchId === first.id)
        .map(({ id }) => ({ id, outcome: 'sent' })),
    );
    await notifications.record('one', [
      { id: `${second.id}+${CSE310_TOO}#2:opened+email`, outcome: 'dead', error: 'refused' },
    ]);
    await take(harness, [MAT210], 'one');
    await harness.store.sections.forget('one', MAT210);
    await accounts.addSignIn('open token', 'ada@example.edu', HOUR_MS);
    const at = new Date(harness.now()).toISOString();
    const exported = await accounts.export(ada);
    t.match(exported, {
      user: { id: ada, email: 'ada@example.edu', createdAt: at },
      watches: [{ ...first, lastToldAt: at, told: 1 }, second],
      notifications: [
        {
          id: `${first.id}+${CSE310}#2:opened+email`,
          section: CSE310,
          change: `${CSE310}#2:opened`,
          status: 'sent',
          attempts: 1,
          queuedAt: at,
          sentAt: at,
        },
        { section: CSE310_TOO, status: 'dead', error: 'refused', sentAt: null },
        { id: `${lost.id}+not-found+email`, notice: 'not-found', status: 'pending' },
      ],
      deadLetters: [{ kind: 'notification', error: 'refused' }],
      sessions: [{ createdAt: at }],
      signInLinks: [{ expiresAt: new Date(harness.now() + HOUR_MS).toISOString() }],
    });
    const text = JSON.stringify(exported);
    for (const secret of ['token of', 'session of', 'open token', 'ben@example.edu', ben])
      t.notOk(text.includes(secret), secret);
    t.same(await accounts.export('nobody'), {});
  });

  t.test('deleting a student deletes everything about them, and nothing about others', async (t) => {
    const harness = await make(t);
    const { accounts, deadLetters, notifications, watches, sections } = harness.store;
    const ada = await student(harness);
    const ben = await student(harness, 'ben@example.edu');
    await see(harness, CSE310);
    for (const userId of [ada, ben]) await watch(harness, userId, CSE310);
    await watch(harness, ada, MAT210);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const pending = await takePending(harness, 'one');
    await notifications.record(
      'one',
      pending.map(({ id }) => ({ id, outcome: 'dead', error: 'refused' })),
    );
    await take(harness, [MAT210], 'one');
    await sections.forget('one', MAT210);
    await accounts.addSignIn('open token', 'ada@example.edu', HOUR_MS);
    await accounts.remove(ada);
    t.equal(await accounts.session('session of ada@example.edu'), undefined);
    t.equal(await accounts.peekSignIn('open token'), undefined);
    t.same(await watches.list(ada), []);
    t.equal(await deadLetters.count(), 1, 'the session of the other student');
    t.equal(await notifications.countPending(), 0);
    t.same(await accounts.export(ada), {});
    t.ok(await accounts.session('session of ben@example.edu'));
    t.equal(await sections.countWatched('asu'), 1);
    await accounts.remove(ada);
    t.not(await student(harness), ada, 'a returning student is a new user');
  });
}
