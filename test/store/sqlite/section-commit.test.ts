import { join } from 'node:path';
import t from 'tap';
import { Connection } from '../../../src/store/sqlite/connection.ts';
import type { Value } from '../../../src/store/sqlite/connection.ts';
import { migrate } from '../../../src/store/sqlite/schema.ts';
import { commitSections } from '../../../src/store/sqlite/section-commit.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { commitOf } from '../../contract/store/harness.ts';

/** Counts the statements that return rows, and the statements without values, such as savepoints. */
class CountingConnection extends Connection {
  reads = 0;
  scripts = 0;

  override all<Row>(sql: string, ...values: Value[]): Row[] {
    this.reads += 1;
    return super.all<Row>(sql, ...values);
  }

  override script(sql: string): void {
    this.scripts += 1;
    super.script(sql);
  }
}

t.test('a commit without changes reads rows once and sets no savepoints, however many sections it has', async (t) => {
  const clock = new ManualClock();
  const connection = new CountingConnection(join(t.testdir({}), 'store.db'), clock);
  connection.open(false);
  t.teardown(() => connection.close());
  migrate(connection);
  const sections = Array.from({ length: 300 }, (_, index) => `asu/2267/${10_000 + index}`);
  const first = sections.map((section) => ({ ...commitOf(clock, section, null), changes: [] }));
  const passing = first.map((commit) => ({ ...commit, expectedVersion: 1, inPassing: true as const }));
  for (const commits of [first, passing]) {
    connection.reads = 0;
    connection.scripts = 0;
    const { committed } = commitSections(connection, 'one', commits, clock.now());
    t.same(
      committed,
      sections.map((section) => ({ section, nextCheckAt: null })),
    );
    t.equal(connection.reads, commits === first ? 2 : 1, 'for new sections also who watches their courses');
    t.equal(connection.scripts, 0);
  }
});
