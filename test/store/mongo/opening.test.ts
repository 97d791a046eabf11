import { createServer } from 'node:net';
import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import type { Test } from 'tap';
import t from 'tap';
import { MongoStore } from '../../../src/store/mongo/mongo-store.ts';
import type { UserDocument } from '../../../src/store/mongo/account-documents.ts';
import type { NotificationDocument } from '../../../src/store/mongo/documents.ts';
import type { PingDocument } from '../../../src/store/mongo/process-documents.ts';
import { serverClock } from '../../../src/store/mongo/server-time.ts';
import { SharedTime } from '../../../src/store/mongo/shared-time.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { oldMongod } from '../../support/old-mongod.ts';

const TRIED = { attempts: 1, changeId: 'asu/2267/1#2:opened' };

const server = await mongoServer(t);

t.test('an invalid URL is a configuration error, and its password is not shown', async (t) => {
  for (const url of ['mongodb://ada:secret@127.0.0.1:99999/pmc', 'mongodb://ada:secret@127.0.0.1/pmc?noSuchOption=1']) {
    const error = await new MongoStore(url).open().catch((thrown: unknown) => thrown);
    t.match(error, { code: 'PMC_CONFIG_INVALID', next: 'stop', message: /STORE_URL=127\.0\.0\.1/ });
    t.notMatch(String(error), /secret/);
  }
});

t.test('without a server, the error is one line with the address and advice', async (t) => {
  const error = await new MongoStore('mongodb://ada:secret@127.0.0.1:1/pmc', undefined, {
    serverSelectionTimeoutMS: 200,
  })
    .open()
    .catch((thrown: unknown) => thrown);
  t.match(error, {
    code: 'PMC_STORE_NOT_FOUND',
    next: 'stop',
    message: /^no MongoDB server answers at 127\.0\.0\.1:1: [^\n]+ set STORE_URL to its address$/,
  });
  t.notMatch(String(error), /secret/);
});

t.test('another kind of server is reported as no MongoDB', async (t) => {
  const listener = createServer((socket) => socket.destroy());
  t.teardown(() => listener.close());
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  const store = new MongoStore(`mongodb://127.0.0.1:${port}/pmc`, undefined, { serverSelectionTimeoutMS: 200 });
  await t.rejects(store.open(), { code: 'PMC_STORE_NOT_FOUND' });
});

t.test('a server older than MongoDB 6.0 is rejected, even one that is too old for the driver', async (t) => {
  for (const wireVersion of [6, 9, 13, 16]) {
    const store = new MongoStore(`${await oldMongod(t, wireVersion)}/pmc`, undefined, {
      serverSelectionTimeoutMS: 300,
    });
    await t.rejects(
      store.open(),
      { code: 'PMC_STORE_OLD_SERVER', next: 'stop', message: /6\.0 or newer/ },
      `wire version ${wireVersion}`,
    );
  }
});

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  t.test('a database of an earlier version gets destinations: everybody is told by e-mail', async (t) => {
    const url = server.database(t);
    const client = new MongoClient(url);
    t.teardown(() => client.close());
    const at = new Date(0);
    await client
      .db()
      .collection<{ _id: string; version: number }>('schema')
      .insertOne({ _id: 'documents', version: 2 });
    await client
      .db()
      .collection<UserDocument>('users')
      .insertOne({ _id: 'u', email: 'ada@example.edu', createdAt: at });
    const old = { channel: 'email', watchId: 'w', userId: 'u', email: 'ada@example.edu', section: 'asu/2267/1' };
    await client
      .db()
      .collection<{ _id: string; status: string; waiting?: string; attempts?: number; changeId?: string }>(
        'notifications',
      )
      .insertMany([
        { _id: 'sent', ...old, status: 'sent' },
        { _id: 'pending', ...old, status: 'pending', waiting: 'email w', ...TRIED },
      ]);
    const store = new MongoStore(url);
    await store.open();
    t.teardown(() => store.close());
    t.match(await store.channels.list('u'), [
      { id: 'email-u', type: 'email', label: 'ada@example.edu', verified: true },
    ]);
    const notifications = await client.db().collection<NotificationDocument>('notifications').find().toArray();
    t.match(notifications, [
      { _id: 'sent', destination: 'email-u' },
      { _id: 'pending', destination: 'email-u', waiting: 'email-u', message: 'w asu/2267/1#2' },
    ]);
    t.notOk('waiting' in notifications[0]!);
  });

  t.test('the server refuses credentials', async (t) => {
    const url = server.database(t).replace('mongodb://', 'mongodb://nobody:secret@');
    await t.rejects(new MongoStore(url).open(), {
      code: 'PMC_STORE_REFUSED',
      next: 'stop',
      message: /user and password/,
    });
  });

  t.test('a store that a newer version has written is not opened', async (t) => {
    const url = server.database(t);
    const client = new MongoClient(url);
    t.teardown(() => client.close());
    await client
      .db()
      .collection<{ _id: string; version: number }>('schema')
      .insertOne({ _id: 'documents', version: 1_000 });
    await t.rejects(new MongoStore(url).open(), { code: 'PMC_STORE_NEWER', next: 'stop', message: /1000/ });
    t.same(
      await client
        .db()
        .collection('sections')
        .indexes()
        .catch(() => []),
      [],
    );
  });

  t.test("the time is the server's, whatever the clock of this machine", async (t) => {
    const client = new MongoClient(server.database(t));
    t.teardown(() => client.close());
    const localTime = async (): Promise<number> =>
      ((await client.db().command({ hello: 1 })) as unknown as { localTime: Date }).localTime.getTime();
    const { now: real } = Date;
    t.teardown(() => {
      Date.now = real;
    });
    Date.now = () => real() + 30_000;
    const time = new SharedTime(serverClock);
    const collections = { pings: client.db().collection<PingDocument>('pings') };
    await time.compare(client.db(), collections);
    const before = time.now();
    const there = await localTime();
    t.ok(before <= there, 'never ahead');
    await time.compare(client.db(), collections);
    t.ok(time.now() >= before && time.now() <= (await localTime()));
  });

  const skip = !server.own && 'no server of its own';

  t.test('a user who may only read is rejected with advice', { skip }, async (t) => {
    const url = server.database(t);
    await failing(t, url, { failCommands: ['update'], errorCode: 13 });
    await t.rejects(new MongoStore(url).open(), { code: 'PMC_STORE_REFUSED', next: 'stop', message: /readWrite/ });
  });

  t.test(
    'a store that was open before is unavailable, not misconfigured, when it cannot be reopened',
    { skip },
    async (t) => {
      const store = new MongoStore(server.database(t), undefined, { serverSelectionTimeoutMS: 300 });
      t.teardown(() => store.close());
      await store.open();
      await server.kill();
      await t.rejects(store.ping(), { code: 'PMC_STORE_UNAVAILABLE' });
      await store.close();
      await t.rejects(store.open(), { code: 'PMC_STORE_UNAVAILABLE', next: 'later' });
      await server.restart();
      await store.open();
      await t.resolves(store.ping());
    },
  );
}

/** Makes the next of these commands fail. */
async function failing(t: Test, url: string, data: Record<string, unknown>): Promise<void> {
  const client = new MongoClient(url);
  t.teardown(() => client.close());
  await client.db('admin').command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data });
}
