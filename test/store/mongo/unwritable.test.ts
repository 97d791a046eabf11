/** A server that answers and takes no writes: no room, or no right to write any more. */
import { MongoClient } from 'mongodb';
import t from 'tap';
import { CSE310, FULL, commitOf, keysOf, see, take } from '../../contract/store/harness.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { mongoHarness } from './harness.ts';

const FAILURES: [what: string, errorCode: number][] = [
  ['its disk is full', 14_031],
  ['the user may not write', 13],
  ['its operator blocks writes', 371],
];

t.setTimeout(120_000);
const server = await mongoServer(t);

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else if (!server.own) t.pass('not tested', { skip: 'fail points would fall on others' });
else {
  const make = mongoHarness(server);
  for (const [what, errorCode] of FAILURES) {
    t.test(
      `${what}: writes and pings fail as unwritable, reads go on, and everything goes on once it is mended`,
      async (t) => {
        const harness = await make(t);
        const { store } = harness;
        await see(harness, CSE310);
        await take(harness, [CSE310], 'one');
        const admin = new MongoClient(harness.url);
        t.teardown(() => admin.close());
        await admin
          .db('admin')
          .command({
            configureFailPoint: 'failCommand',
            mode: 'alwaysOn',
            data: { failCommands: ['insert', 'update', 'delete', 'findAndModify'], errorCode },
          });
        await t.rejects(store.ping(), { code: 'PMC_STORE_UNWRITABLE' });
        const commit = commitOf(harness, CSE310, (await store.sections.state(CSE310))!, FULL);
        await t.rejects(
          store.sections.commit('one', [commit]),
          { code: 'PMC_STORE_UNWRITABLE' },
          'no fault of the row',
        );
        await admin.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
        await t.resolves(store.ping());
        t.same(keysOf((await store.sections.commit('one', [commit])).committed), [CSE310]);
        t.same(await store.deadLetters.list(10), []);
      },
    );
  }
}
