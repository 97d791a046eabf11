import { MongoClient } from 'mongodb';
import t from 'tap';
import { MongoStore } from '../../../src/store/mongo/mongo-store.ts';
import type { KnownUser, UserQuery } from '../../../src/store/users.ts';
import { placeOf } from '../../../src/store/users.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { lookAt } from '../../contract/store/harness.ts';
import type { Command } from '../../support/mongo-commands.ts';
import { explained, loggingTo } from '../../support/mongo-commands.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { fillWithWatches } from '../../support/watched-store.ts';
import { timeOf } from './harness.ts';

const PAGE = 50;
const server = await mongoServer(t);

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  t.test('a page of students with the most watches reads an index and this page, not all students', async (t) => {
    const clock = new ManualClock();
    const url = server.database(t);
    const commands: Command[] = [];
    const store = new MongoStore(url, timeOf(clock), loggingTo(commands));
    t.teardown(() => store.close());
    await store.open();
    const client = new MongoClient(url);
    t.teardown(() => client.close());
    const sections = Array.from({ length: 600 }, (_, index) => lookAt(`asu/2267/${10_000 + index}`));
    // 120 students with ten watches each, and 60 without any.
    await fillWithWatches(client.db(), sections, 2, clock.now(), 0);
    const others = Array.from({ length: 60 }, (_, index) => ({ _id: `zz-${index}`, email: `zz${index}@example.edu` }));
    await client
      .db()
      .collection<{ _id: string }>('users')
      .insertMany(others.map((user) => ({ ...user, createdAt: new Date(clock.now()) })));

    const query: UserQuery = { text: '', filter: null, sort: 'watches', after: null, limit: PAGE };
    const found: KnownUser[] = [];
    for (let after: UserQuery['after'] = null; ;) {
      commands.length = 0;
      const page = await store.users.page({ ...query, after });
      found.push(...page);
      const read = commands.filter(({ name, collection }) => name === 'find' && collection === 'users');
      t.ok(read.length <= 2, `${read.length} reads of users for a page of ${page.length}`);
      const plans = await explained(t, url, commands);
      t.same(
        [...plans].filter(([, plan]) => !plan.includes('IXSCAN') || plan.includes('COLLSCAN')),
        [],
      );
      if (page.length < PAGE) break;
      after = placeOf(page.at(-1)!, 'watches');
    }
    t.equal(new Set(found.map(({ id }) => id)).size, 180, 'each student once');
    t.same(
      found.map(({ watchCount }) => watchCount),
      [...Array<number>(120).fill(10), ...Array<number>(60).fill(0)],
    );
  });
}
