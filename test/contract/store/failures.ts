/** Failures caused by the caller affect only the invalid value. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import {
  commitOf,
  CSE310,
  CSE310_TOO,
  INTERVAL_MS,
  keysOf,
  MAT210,
  OPEN,
  see,
  student,
  take,
  takeDue,
  watch,
} from './harness.ts';

export function failuresContract(t: Test, make: MakeHarness): void {
  t.test('a rejected row becomes a dead letter, and the rest of its batch is written', async (t) => {
    const harness = await make(t);
    const { sections, changes, deadLetters } = harness.store;
    const keys = [CSE310, CSE310_TOO, MAT210];
    for (const section of keys) await see(harness, section);
    await watch(harness, await student(harness), CSE310_TOO);
    await take(harness, keys, 'one');
    const commits = await Promise.all(
      keys.map(async (section) => commitOf(harness, section, (await sections.state(section))!, OPEN)),
    );
    const { committed, lost } = await sections.commit(
      'one',
      commits.map((commit) =>
        commit.section === CSE310_TOO ? { ...commit, state: { ...commit.state!, instructors: endless() } } : commit,
      ),
    );
    t.same([keysOf(committed), lost], [[CSE310, MAT210], [CSE310_TOO]]);
    t.match(await sections.states(keys), [{ status: 'open' }, { status: 'full' }, { status: 'open' }]);
    t.same(await changes.history(CSE310_TOO, null, 10), [], 'nothing of it was written');
    const [letter, ...others] = await deadLetters.list(10);
    t.match(letter, { kind: 'check', subject: CSE310_TOO, attempts: 1, error: /PMC_STORE_REJECTED|circular/i });
    t.same(others, []);
    t.same(await takeDue(harness, 'two'), [], 'it is postponed');
    await harness.advance(INTERVAL_MS);
    t.match(
      (await takeDue(harness, 'two')).find(({ section }) => section === CSE310_TOO),
      { failures: 1, state: { version: 1 } },
      'and its lease has ended',
    );
  });

  t.test('an invalid call is not reported as an outage', async (t) => {
    const { store } = await make(t);
    await t.rejects(store.accounts.addSignIn('token', endless() as unknown as string, 1_000), {
      code: 'PMC_STORE_REJECTED',
    });
    await t.resolves(store.ping(), 'the store works');
  });
}

/** Neither valid JSON, nor valid BSON, nor a value to bind. */
function endless(): string[] {
  const list: unknown[] = [];
  list.push(list);
  return list as string[];
}
