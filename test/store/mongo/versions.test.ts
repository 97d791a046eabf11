import { MongoClient } from 'mongodb';
import t from 'tap';
import type { ChangeDocument } from '../../../src/store/mongo/documents.ts';
import {
  commitOf,
  CSE310,
  fanOut,
  FULL,
  LEASE_MS,
  OPEN,
  see,
  student,
  take,
  takePending,
  watch,
} from '../../contract/store/harness.ts';
import { MongoStore } from '../../../src/store/mongo/mongo-store.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { mongoHarness, timeOf } from './harness.ts';

const server = await mongoServer(t);

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  const make = mongoHarness(server);

  t.test('the changes of a version are fanned out together or not at all', async (t) => {
    const harness = await make(t);
    const changes = await changesIn(harness.url);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310, ['opened', 'seats']);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    // Another process has numbered only the first of two changes.
    const [first, second] = await changes.find({ section: CSE310 }).sort({ cursor: 1 }).toArray();
    await changes.updateOne({ _id: first!._id }, { $set: { toFanOut: true, of: 2 } });
    await changes.deleteOne({ _id: second!._id });
    t.same(await fanOut(harness), { changes: 0, notifications: 0 });
    await changes.insertOne({ ...second!, toFanOut: true, of: 2 });
    t.match(await fanOut(harness), { changes: 2 });
  });

  t.test('notifications are not claimed before their version is completely fanned out', async (t) => {
    const harness = await make(t);
    const changes = await changesIn(harness.url);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310, ['opened', 'seats']);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    await changes.updateOne({ _id: `${CSE310}#2:seats` }, { $set: { toFanOut: true, of: 2 } });
    t.same(await takePending(harness, 'one'), []);
    await fanOut(harness);
    t.equal((await takePending(harness, 'one')).length, 2);
  });

  t.test('with any number of processes, the changes of a version go into one message', async (t) => {
    const url = server.database(t);
    const clock = new ManualClock();
    const all = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const store = new MongoStore(url, timeOf(clock));
        t.teardown(() => store.close());
        await store.open();
        return {
          store,
          now: () => clock.now(),
          advance: (ms: number) => clock.advance(ms),
          reopen: async () => undefined,
        };
      }),
    );
    const [committing, ...others] = all;
    await watch(committing!, await student(committing!), CSE310, ['opened', 'closed', 'seats', 'instructor']);
    let working = true;
    const commit = async (): Promise<void> => {
      for (let round = 0; round < 12; round += 1) {
        const [claimed] = await take(committing!, [CSE310], 'checker');
        const look = { ...(round % 2 === 0 ? FULL : OPEN), instructors: [`Teacher ${round}`] };
        await committing!.store.sections.commit('checker', [commitOf(committing!, CSE310, claimed!.state, look)]);
      }
      working = false;
    };
    const claims: string[][] = [];
    const deliver = async (rival: number): Promise<void> => {
      const { notifications } = others[rival]!.store;
      for (let last = false; !last;) {
        last = !working;
        await notifications.fanOut(0);
        const claimed = await notifications.claim('email', `mailer ${rival}`, LEASE_MS, 100);
        if (claimed.length > 0) claims.push(claimed.map(({ change }) => change!.id));
        await notifications.record(
          `mailer ${rival}`,
          claimed.map(({ id }) => ({ id, outcome: 'sent' })),
        );
      }
    };
    await Promise.all([commit(), ...others.map((_, rival) => deliver(rival))]);
    await deliver(0);
    const told = claims.flat();
    t.equal(told.length, 11 * 3);
    t.equal(new Set(told).size, told.length);
    for (const claim of claims) {
      const versions = new Map<string, number>();
      for (const id of claim) versions.set(id.split(':')[0]!, (versions.get(id.split(':')[0]!) ?? 0) + 1);
      t.same(
        [...versions.values()].filter((count) => count !== 3),
        [],
      );
    }
  });
}

async function changesIn(url: string) {
  const client = await new MongoClient(url).connect();
  t.teardown(() => client.close());
  return client.db().collection<ChangeDocument>('changes');
}
