/** A server that answers but accepts no writes: its disk is full, or the user may no longer write. */
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

const server = await mongoServer(t);

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else if (!server.own) t.pass('not tested', { skip: 'fail points would affect other programs' });
else {
  const make = mongoHarness(server);
  for (const [what, errorCode] of FAILURES) {
    t.test(
      `${what}: writes and pings fail as unwritable, reads work, and everything works again afterwards`,
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
        await t.rejects(store.sections.commit('one', [commit]), { code: 'PMC_STORE_UNWRITABLE' }, 'the row is valid');
        await admin.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
        await t.resolves(store.ping());
        t.same(keysOf((await store.sections.commit('one', [commit])).committed), [CSE310]);
        t.same(await store.deadLetters.list(10), []);
      },
    );
  }
}
