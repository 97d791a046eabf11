import type { Db, Document } from 'mongodb';
import { MongoClient } from 'mongodb';
import type { Test } from 'tap';
import t from 'tap';
import { observe } from '../../../src/domain/change.ts';
import type { Archived, ArchiveKind } from '../../../src/store/archive.ts';
import { ARCHIVE_KINDS } from '../../../src/store/archive.ts';
import type { SessionDocument, UserDocument } from '../../../src/store/mongo/account-documents.ts';
import type { NotificationDocument, SectionDocument, WatchDocument } from '../../../src/store/mongo/documents.ts';
import { move } from '../../../src/store/move.ts';
import type { StoreHarness } from '../../contract/store/harness.ts';
import {
  CSE310,
  ENG101,
  fanOut,
  keysOf,
  lookAt,
  MAT210,
  OPEN,
  see,
  student,
  takePending,
  watch,
} from '../../contract/store/harness.ts';
import { everything } from '../../contract/store/everything.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { mongoHarness } from './harness.ts';

/** Fields about the origin of a document or a lease, and the cursor of a notice, which is not about a change. */
const OF_ITS_HISTORY = [
  'leaseOwner',
  'leaseUntil',
  'claimableAt',
  'claim',
  'commit',
  'covered',
  'derived',
  'outbox',
  'outboxAt',
  'slot',
  'touchedAt',
  'touches',
];
const COLLECTIONS = [
  'sections',
  'changes',
  'watches',
  'notifications',
  'users',
  'sign_ins',
  'sessions',
  'dead_letters',
  'pauses',
  'forgotten',
  'terms',
  'audit',
  'incidents',
];

const server = await mongoServer(t);

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  const make = mongoHarness(server);

  t.test('a moved document is the same as one the store itself has written, with its derived fields', async (t) => {
    const [source, target] = [await make(t), await make(t)];
    await everything(source);
    for (const kind of ARCHIVE_KINDS)
      await move(source.store.archive, target.store.archive, kind, { count: 0, after: null }, () => {});
    const [before, after] = [await database(t, source.url), await database(t, target.url)];
    for (const name of COLLECTIONS) t.strictSame(await contents(after, name), await contents(before, name), name);
  });

  t.test('cleaning up gives a change in an outbox its number', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    const { collection } = await opened(t, harness);
    const { state } = (await collection<SectionDocument>('sections').findOne({ _id: CSE310 }))!;
    const { state: after, changes } = observe(
      'asu',
      state,
      lookAt(CSE310, OPEN),
      new Date(harness.now()).toISOString(),
    );
    await collection<SectionDocument>('sections').updateOne(
      { _id: CSE310 },
      { $set: { state: after, version: 2, outbox: changes, outboxAt: new Date(harness.now()) } },
    );
    t.same(await records(harness, 'changes'), []);
    await harness.store.archive.cleanUp();
    t.same(
      await records(harness, 'changes'),
      changes.map((change, index) => ({ cursor: index + 1, change, fannedOut: false, published: false })),
    );
    t.match(await fanOut(harness), { notifications: 1 });
  });

  t.test('what a crash left behind is finished or not moved', async (t) => {
    const harness = await make(t);
    const { collection } = await opened(t, harness);
    const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
    await see(harness, CSE310);
    const { id } = await watch(harness, ada, CSE310);
    await watch(harness, ben, CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const [notification] = await collection<NotificationDocument>('notifications').find({ watchId: id }).toArray();
    const [wish] = await collection<WatchDocument>('watches').find({ _id: id }).toArray();
    await collection<UserDocument>('users').updateOne({ _id: ben }, { $set: { leaving: true } });
    await collection<SessionDocument>('sessions').insertOne({
      _id: 'of nobody',
      userId: 'nobody',
      createdAt: new Date(0),
      expiresAt: new Date(harness.now() + 1_000),
    });
    await collection<WatchDocument>('watches').insertMany([
      { ...wish!, _id: 'of nobody', userId: 'nobody' },
      { ...wish!, _id: 'paused', section: ENG101, about: ENG101, covers: [ENG101], paused: true, slot: 7 },
    ]);
    await collection<NotificationDocument>('notifications').insertMany([
      { ...notification!, _id: 'without a watch', watchId: 'gone' },
      { ...notification!, _id: 'created too early', changeId: null, kind: null, notice: 'not-found' },
    ]);
    await harness.store.archive.cleanUp();
    t.same(
      (await records(harness, 'users')).map((user) => user.id),
      [ada],
    );
    t.same(
      (await records(harness, 'sessions')).map(({ userId }) => userId),
      [ada],
    );
    t.same((await records(harness, 'watches')).map((each) => each.id).toSorted(), [id, 'paused'].toSorted());
    t.same(
      (await records(harness, 'notifications')).map((each) => each.id),
      [notification!._id],
    );
    t.same(keysOf(await records(harness, 'sections')), [CSE310, ENG101], 'every watch has its section');
  });

  t.test('the slots of a student stay unique, however watches are added', async (t) => {
    const [source, target] = [await make(t), await make(t)];
    const ada = await student(source);
    for (const section of [CSE310, MAT210, ENG101]) await watch(source, ada, section);
    const archives = [source.store.archive, target.store.archive] as const;
    for (const kind of ['sections', 'users'] as const)
      await move(...archives, kind, { count: 0, after: null }, () => {});
    const wishes = await records(source, 'watches');
    await archives[1].add('watches', wishes.slice(1, 2));
    await archives[1].add('watches', wishes);
    await archives[1].add('watches', wishes);
    const { collection } = await opened(t, target);
    t.same(
      (await collection<WatchDocument>('watches').find().sort({ slot: 1 }).toArray()).map(({ slot }) => slot),
      [0, 1, 2],
    );
    t.equal(await target.store.sections.countWatched('asu'), 3);
    t.same(await takePending(target, 'one'), []);
  });
}

async function database(t: Test, url: string): Promise<Db> {
  const client = new MongoClient(url);
  t.teardown(() => client.close());
  return client.db();
}

async function opened(t: Test, { url }: { url: string }): Promise<{ collection: Db['collection'] }> {
  const db = await database(t, url);
  return { collection: db.collection.bind(db) };
}

async function contents(db: Db, name: string): Promise<Document[]> {
  // The number of a deleted change moves only while it is the newest.
  const found: Document[] = await db
    .collection(name)
    .find(name === 'changes' ? { change: { $exists: true } } : {})
    .sort({ _id: 1 })
    .toArray();
  return found.map((document) =>
    Object.fromEntries(
      Object.entries(document).filter(
        ([field]) => !OF_ITS_HISTORY.includes(field) && !(field === 'cursor' && typeof document['notice'] === 'string'),
      ),
    ),
  );
}

async function records<Kind extends ArchiveKind>({ store }: StoreHarness, kind: Kind): Promise<Archived[Kind][]> {
  return (await store.archive.page(kind, null, 100)).records;
}
