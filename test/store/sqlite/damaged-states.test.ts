import { join } from 'node:path';
import Database from 'libsql';
import t from 'tap';
import type { Test } from 'tap';
import { SqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import type { StoreHarness } from '../../contract/store/harness.ts';
import { CSE310, FULL, keysOf, MAT210, OPEN, see, student, takeDue, watch } from '../../contract/store/harness.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

const WRONG: [what: string, sql: string][] = [
  ['a field is missing', "json_remove(state, '$.seats')"],
  ['a number is a text', "json_set(state, '$.seats.open', 'many')"],
  ['it belongs to another section', "json_set(state, '$.section', 'asu/2267/1')"],
  ['its status is invalid', "json_set(state, '$.status', 'ajar')"],
  ['an instant is invalid', "json_set(state, '$.checkedAt', 'yesterday')"],
  ['it is a list', "'[]'"],
];

/** Opens a file in which the state of CSE 310 was overwritten with `sql`. */
async function written(t: Test, sql: string, before: (harness: StoreHarness) => Promise<void>): Promise<StoreHarness> {
  const path = join(t.testdir({}), 'store.db');
  const clock = new ManualClock();
  const store = new SqliteStore(path, clock);
  const harness: StoreHarness = {
    store,
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    reopen: () => Promise.reject(new Error('not here')),
  };
  await store.open();
  t.teardown(() => store.close());
  await before(harness);
  await store.close();
  const database = new Database(path);
  database.exec(`UPDATE sections SET state = ${sql} WHERE section = '${CSE310}'`);
  database.close();
  await store.open();
  return harness;
}

for (const [what, sql] of WRONG) {
  t.test(`a damaged state is not served, and its section is due again: ${what}`, async (t) => {
    const harness = await written(t, sql, async (harness) => {
      for (const section of [CSE310, MAT210]) await see(harness, section);
      await watch(harness, await student(harness), CSE310);
    });
    const { sections, deadLetters } = harness.store;
    t.equal(await sections.state(CSE310), undefined);
    t.same(keysOf(await sections.page(null, 10)), [MAT210], 'the others are served');
    t.match(await deadLetters.list(10), [{ kind: 'check', subject: CSE310, error: /state was damaged/ }]);
    t.match(await takeDue(harness, 'one'), [{ section: CSE310, state: null }]);
  });
}

t.test('it is reset to the state after its newest change, and no version is used twice', async (t) => {
  const harness = await written(t, "json_set(state, '$.seats', NULL)", async (harness) => {
    for (const look of [FULL, OPEN, FULL]) await see(harness, CSE310, look);
  });
  t.match(await harness.store.sections.state(CSE310), { status: 'full', version: 3 });
  const { changes } = await see(harness, CSE310, OPEN);
  t.same(
    changes.map(({ id }) => id),
    [`${CSE310}#4:opened`, `${CSE310}#4:seats`],
  );
});
