/** Sessions: their student sees where they are used, and can end them. */
import type { Test } from 'tap';
import { USE_NOTED_MS } from '../../../src/store/accounts.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';

const DAY_MS = 86_400_000;

export function sessionsContract(t: Test, make: MakeHarness): void {
  t.test('a student sees when each session began, when it was last used, and in which browser', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    const began = new Date(harness.now()).toISOString();
    const ada = await signIn(harness, 'ada@example.edu', 'laptop', 'Firefox on Linux');
    await harness.advance(USE_NOTED_MS);
    await signIn(harness, 'ada@example.edu', 'phone', 'Safari on iPhone');
    await signIn(harness, 'ben@example.edu', 'other');
    const later = new Date(harness.now()).toISOString();
    t.match(await accounts.sessions(ada), [
      { createdAt: later, lastUsedAt: later, browser: 'Safari on iPhone' },
      { createdAt: began, lastUsedAt: began, browser: 'Firefox on Linux' },
    ]);
    await harness.advance(USE_NOTED_MS);
    await accounts.session('laptop');
    const now = new Date(harness.now()).toISOString();
    t.match(await accounts.sessions(ada), [
      { createdAt: began, lastUsedAt: now, browser: 'Firefox on Linux' },
      { createdAt: later, browser: 'Safari on iPhone' },
    ]);
    await harness.advance(USE_NOTED_MS - 1);
    await accounts.session('laptop');
    t.match(await accounts.sessions(ada), [{ lastUsedAt: now }, {}], 'not every use is noted');
  });

  t.test('a session is named by an id that cannot be used as the session', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    const ada = await signIn(harness, 'ada@example.edu', 'laptop');
    const [session] = await accounts.sessions(ada);
    t.match(session!.id, /^[0-9a-f]{32}$/);
    t.equal(await accounts.session(session!.id), undefined);
    t.notMatch(JSON.stringify(await accounts.export(ada)), 'laptop');
  });

  t.test('a student ends one session, and nobody ends those of others', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    const ada = await signIn(harness, 'ada@example.edu', 'laptop', 'Firefox');
    await signIn(harness, 'ada@example.edu', 'phone', 'Safari');
    const ben = await signIn(harness, 'ben@example.edu', 'other');
    const laptop = (await accounts.sessions(ada)).find(({ browser }) => browser === 'Firefox')!;
    t.equal(await accounts.endSession(ben, laptop.id), false);
    t.ok(await accounts.session('laptop'));
    t.equal(await accounts.endSession(ada, laptop.id), true);
    t.equal(await accounts.session('laptop'), undefined);
    t.ok(await accounts.session('phone'));
    t.equal(await accounts.endSession(ada, laptop.id), false, 'it has ended');
  });

  t.test('ending all sessions ends those of this student only', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    const ada = await signIn(harness, 'ada@example.edu', 'laptop');
    await signIn(harness, 'ada@example.edu', 'phone');
    await signIn(harness, 'ben@example.edu', 'other');
    await accounts.endSessions(ada);
    for (const session of ['laptop', 'phone']) t.equal(await accounts.session(session), undefined);
    t.same(await accounts.sessions(ada), []);
    t.ok(await accounts.session('other'));
  });

  t.test('an expired session is not listed', async (t) => {
    const harness = await make(t);
    const ada = await signIn(harness, 'ada@example.edu', 'laptop');
    await harness.advance(DAY_MS);
    t.same(await harness.store.accounts.sessions(ada), []);
  });
}

async function signIn(
  { store: { accounts } }: StoreHarness,
  email: string,
  session: string,
  browser?: string,
): Promise<string> {
  await accounts.addSignIn(`token of ${session}`, email, DAY_MS);
  return (await accounts.signIn(`token of ${session}`, session, DAY_MS, browser))!.id;
}
