/** Students as operators see them: finding, suspending and restoring them. */
import type { Test } from 'tap';
import type { KnownUser, UserQuery } from '../../../src/store/users.ts';
import { placeOf } from '../../../src/store/users.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, CSE310_TOO, MAT210, see, student, watch } from './harness.ts';

const ALL: UserQuery = { text: '', filter: null, sort: 'email', after: null, limit: 100 };

async function emails({ store }: StoreHarness, query: Partial<UserQuery> = {}): Promise<string[]> {
  const found: KnownUser[] = [];
  for (;;) {
    const last = found.at(-1);
    const { sort, limit } = { ...ALL, ...query };
    const page = await store.users.page({ ...ALL, ...query, after: last === undefined ? null : placeOf(last, sort) });
    found.push(...page);
    if (page.length < limit) return found.map(({ email }) => email.replace('@example.edu', ''));
  }
}

/** ada has two watches, ben one and a muted channel, cid and dot none. */
async function four(harness: StoreHarness): Promise<Record<'ada' | 'ben' | 'cid' | 'dot', string>> {
  const { channels } = harness.store;
  for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
  const ids: Record<string, string> = {};
  for (const name of ['dot', 'ada', 'cid', 'ben']) {
    ids[name] = await student(harness, `${name}@example.edu`);
    await harness.advance(1_000);
  }
  const { ada, ben, cid, dot } = ids as Record<'ada' | 'ben' | 'cid' | 'dot', string>;
  for (const section of [CSE310, CSE310_TOO]) await watch(harness, ada, section);
  await watch(harness, ben, MAT210);
  const [email] = await channels.list(ben);
  await channels.mute(email!.id, 'no such mailbox', 'us');
  return { ada, ben, cid, dot };
}

export function usersContract(t: Test, make: MakeHarness): void {
  t.test('students are sorted by address, by age or by watches, and pages of any length give each once', async (t) => {
    const harness = await make(t);
    await four(harness);
    for (const limit of [1, 2, 3, 100]) {
      t.same(await emails(harness, { limit }), ['ada', 'ben', 'cid', 'dot'], `by address, ${limit}`);
      t.same(await emails(harness, { limit, sort: 'newest' }), ['ben', 'cid', 'ada', 'dot'], `by age, ${limit}`);
      const byWatches = await emails(harness, { limit, sort: 'watches' });
      t.same(
        [byWatches.slice(0, 2), byWatches.slice(2).toSorted()],
        [
          ['ada', 'ben'],
          ['cid', 'dot'],
        ],
      );
    }
  });

  t.test('a search finds parts of addresses, and its text is no pattern', async (t) => {
    const harness = await make(t);
    await four(harness);
    t.same(await emails(harness, { text: 'd' }), ['ada', 'ben', 'cid', 'dot']);
    t.same(await emails(harness, { text: 'da@' }), ['ada']);
    t.same(await emails(harness, { text: 'd', sort: 'watches', limit: 1 }).then((found) => found.length), 4);
    for (const text of ['.*', 'a%', '_', '(', '^a', 'ADA', '$where']) t.same(await emails(harness, { text }), [], text);
  });

  t.test('students who are suspended, have a muted channel or watch nothing are found', async (t) => {
    const harness = await make(t);
    const { cid } = await four(harness);
    await harness.store.users.suspend(cid);
    for (const sort of ['email', 'newest', 'watches'] as const) {
      t.same(await emails(harness, { sort, filter: 'suspended' }), ['cid'], sort);
      t.same(await emails(harness, { sort, filter: 'muted', limit: 1 }), ['ben'], sort);
      t.same((await emails(harness, { sort, filter: 'no-watches', limit: 1 })).toSorted(), ['cid', 'dot'], sort);
      t.same(await emails(harness, { sort, filter: 'suspended', text: 'ada' }), [], sort);
    }
  });

  t.test('a student has counts and instants', async (t) => {
    const harness = await make(t);
    const { users, accounts } = harness.store;
    const { ada, ben } = await four(harness);
    t.match(await users.find(ada), { email: 'ada@example.edu', suspendedAt: null, watchCount: 2, muted: false });
    t.type((await users.find(ada))?.lastSeenAt, 'string');
    t.match(await users.find(ben), { watchCount: 1, muted: true });
    await accounts.endSessions(ada);
    t.match(await users.find(ada), { lastSeenAt: null });
    t.equal(await users.find('nobody'), undefined);
    t.equal(await users.suspend('nobody'), undefined);
    t.equal(await users.restore('nobody'), undefined);
  });
}
