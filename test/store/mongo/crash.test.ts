import { MongoClient } from 'mongodb';
import t from 'tap';
import type { UserDocument } from '../../../src/store/mongo/account-documents.ts';
import { ChangeOrder } from '../../../src/store/mongo/change-order.ts';
import type { Collections, SectionDocument } from '../../../src/store/mongo/documents.ts';
import { emptyOutboxes } from '../../../src/store/mongo/outbox.ts';
import { MongoStore } from '../../../src/store/mongo/mongo-store.ts';
import type { ServerClock } from '../../../src/store/mongo/server-time.ts';
import { serverClock } from '../../../src/store/mongo/server-time.ts';
import { CSE310, fanOut, LEASE_MS, MAT210, OPEN, see, student, watch } from '../../contract/store/harness.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { saidOnce, workUntil } from '../work-until.ts';
import { mongoHarness } from './harness.ts';

/** The server's time when every lease of the dead process has lapsed. */
const later: ServerClock = { ...serverClock, read: async (database) => (await serverClock.read(database)) + LEASE_MS };

const server = await mongoServer(t);

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  for (const count of [2, 13, 101]) {
    t.test(`nothing is lost and nothing is sent twice when the process is killed after ${count} writes`, async (t) => {
      const url = server.database(t);
      const lines = await workUntil(t, url, count);
      const store = new MongoStore(url, later);
      t.teardown(() => store.close());
      await store.open();
      await saidOnce(t, store, lines);
    });
  }

  t.test('the sweep repairs what a crash between two writes left behind', async (t) => {
    const harness = await mongoHarness(server)(t);
    const { accounts, sections, watches } = harness.store;
    const client = new MongoClient(harness.url);
    t.teardown(() => client.close());
    const ada = await student(harness);
    const ben = await student(harness, 'ben@example.edu');
    await watch(harness, ada, CSE310);
    await watch(harness, ben, MAT210);
    await see(harness, CSE310);
    await client
      .db()
      .collection<SectionDocument>('sections')
      .updateOne({ _id: CSE310 }, { $set: { watched: false } });
    await client
      .db()
      .collection<UserDocument>('users')
      .updateOne({ _id: ben }, { $set: { leaving: true } });
    t.equal(
      await accounts.session('session of ben@example.edu'),
      undefined,
      'invalid as soon as the removal has begun',
    );
    await accounts.sweep();
    t.equal(await sections.countWatched('asu'), 1, 'only the session of the other student');
    t.same(await watches.list(ben), []);
    t.same(await accounts.export(ben), {});
    t.not(await student(harness, 'ben@example.edu'), ben);
  });

  t.test('what was queued for a student while the account was removed is deleted, not kept pending', async (t) => {
    const harness = await mongoHarness(server)(t);
    const { notifications } = harness.store;
    const client = new MongoClient(harness.url);
    t.teardown(() => client.close());
    const ada = await student(harness);
    await see(harness, CSE310);
    await watch(harness, ada, CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    await client.db().collection<UserDocument>('users').deleteOne({ _id: ada });
    t.equal(await notifications.countPending(), 1);
    t.same(await notifications.claim('email', 'one', LEASE_MS, 10), []);
    t.equal(await notifications.countPending(), 0);
  });

  t.test('a dead letter that is committed while the outbox is emptied is found by the next fan-out', async (t) => {
    const harness = await mongoHarness(server)(t);
    const client = new MongoClient(harness.url);
    t.teardown(() => client.close());
    const sections = client.db().collection<SectionDocument>('sections');
    await see(harness, CSE310);
    await see(harness, CSE310, OPEN);
    const at = new Date(harness.now());
    class Interrupted extends ChangeOrder {
      override async append(...args: Parameters<ChangeOrder['append']>): ReturnType<ChangeOrder['append']> {
        const letter = { id: 'the letter', error: 'status 503', attempts: 3, at };
        await sections.updateOne({ _id: CSE310 }, { $set: { letter, outboxAt: at } });
        return await super.append(...args);
      }
    }
    const collections = { sections, changes: client.db().collection('changes') } as Collections;
    await emptyOutboxes(collections, new Interrupted(), harness.now());
    await fanOut(harness);
    t.match(await harness.store.deadLetters.list(10), [{ id: 'the letter', subject: CSE310 }]);
  });

  t.test('the next fan-out moves a dead letter that a crash left in its section, once', async (t) => {
    const harness = await mongoHarness(server)(t);
    const { deadLetters, sections } = harness.store;
    const client = new MongoClient(harness.url);
    t.teardown(() => client.close());
    await see(harness, CSE310);
    const letter = { id: 'the letter', error: 'status 503', attempts: 3, at: new Date(harness.now()) };
    const outbox = { letter, outboxAt: letter.at };
    for (let time = 0; time < 2; time += 1) {
      await client.db().collection<SectionDocument>('sections').updateOne({ _id: CSE310 }, { $set: outbox });
      await fanOut(harness);
      t.same(
        (await deadLetters.list(10)).map(({ id, subject, attempts }) => [id, subject, attempts]),
        [['the letter', CSE310, 3]],
      );
    }
    t.notOk(
      await client
        .db()
        .collection<SectionDocument>('sections')
        .findOne({ _id: CSE310, $or: [{ letter: { $exists: true } }, { outboxAt: { $exists: true } }] }),
    );
    t.equal((await sections.state(CSE310))?.version, 1);
  });
}
