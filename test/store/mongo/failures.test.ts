import { MongoClient } from 'mongodb';
import type { Test } from 'tap';
import t from 'tap';
import { MongoStore } from '../../../src/store/mongo/mongo-store.ts';
import {
  commitOf,
  CSE310,
  fanOut,
  FULL,
  keysOf,
  LEASE_MS,
  OPEN,
  see,
  student,
  take,
  takePending,
  watch,
} from '../../contract/store/harness.ts';
import type { StoreHarness } from '../../contract/store/harness.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import type { MongoServer } from '../../support/mongo-server.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { timeOf } from './harness.ts';

/** Once, which the driver retries by itself, and more often than it retries. */
const ONCE = 1;
const TIMES = 3;

/** How a command fails: it is not executed, or it is executed and its reply is lost. */
const FAILURES: [what: string, data: object, times: number[]][] = [
  ['the primary steps down', { errorCode: 10_107 }, [ONCE, TIMES]],
  ['the primary is shutting down', { errorCode: 91 }, [ONCE]],
  ['the operation is interrupted by a new election', { errorCode: 11_600 }, [ONCE]],
  ['the connection breaks', { closeConnection: true }, [ONCE, TIMES]],
  [
    'the write is done and not confirmed by a majority',
    { writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' } },
    [ONCE, TIMES],
  ],
];

const server = await mongoServer(t);

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else if (!server.own) t.pass('not tested', { skip: 'fail points would affect other programs' });
else {
  for (const [what, data, counts] of FAILURES) {
    t.test(
      `${what} during a claim, a commit, a fan-out and a delivery: nothing is lost and nothing is sent twice`,
      async (t) => {
        for (const command of ['update', 'find', 'insert']) {
          if ('writeConcernError' in data && command === 'find') continue;
          for (const times of counts)
            await t.test(`${command} fails ${times} times at each step`, (t) =>
              openingToldOnce(t, server, { failCommands: [command], ...data }, times),
            );
        }
      },
    );
  }
}

/** Makes each step of an opening fail, repeats it as the program does, and counts the mails. */
async function openingToldOnce(t: Test, server: MongoServer, data: object, times: number): Promise<void> {
  const clock = new ManualClock();
  // A server that steps down tells the driver at once. A fail point does not, and a driver that waits to be told waits
  // ten seconds, so it asks.
  const url = `${server.database(t)}?serverMonitoringMode=poll`;
  const store = new MongoStore(url, timeOf(clock));
  const admin = new MongoClient(url);
  t.teardown(() => Promise.all([store.close(), admin.close()]));
  await store.open();
  const harness: StoreHarness = {
    store,
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    reopen: () => Promise.reject(new Error('not here')),
  };
  await see(harness, CSE310);
  for (const email of ['ada@example.edu', 'ben@example.edu'])
    await watch(harness, await student(harness, email), CSE310);

  /** First with the failure, then without it until it succeeds. The leases have lapsed by then. */
  const insistently = async <Result>(step: (run: number) => Promise<Result>): Promise<Result> => {
    await admin.db('admin').command({ configureFailPoint: 'failCommand', mode: { times }, data });
    for (let run = 0; run <= TIMES + 1; run += 1) {
      try {
        return await step(run);
      } catch (error) {
        t.match(error, { code: 'PMC_STORE_UNAVAILABLE' });
        await clock.advance(LEASE_MS);
      }
    }
    throw new Error('it never succeeded');
  };
  for (const look of [OPEN, FULL, OPEN]) {
    const before = (await store.sections.state(CSE310))!;
    await insistently(async (run) => {
      const [claimed] = await take(harness, [CSE310], `looker ${run}`);
      const now = claimed!.state!;
      // A commit whose reply was lost counts: the next look shows nothing new.
      if (now.version === before.version)
        await store.sections.commit(`looker ${run}`, [commitOf(harness, CSE310, now, look)]);
      else await store.sections.release(`looker ${run}`, [CSE310], 0);
    });
  }
  await insistently(() => fanOut(harness));
  await fanOut(harness);
  const sent: string[] = [];
  await insistently(async (run) => {
    const claimed = (await takePending(harness, `mailer ${run}`)).map(({ id }) => id);
    sent.push(...claimed);
    // The mail is sent, and this is recorded after any number of attempts.
    for (let attempt = 0; ; attempt += 1) {
      try {
        await store.notifications.record(
          `mailer ${run}`,
          claimed.map((id) => ({ id, outcome: 'sent' })),
        );
        break;
      } catch (error) {
        if (attempt > TIMES) throw error;
      }
    }
  });
  await admin.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
  await clock.advance(LEASE_MS);
  sent.push(...(await takePending(harness, 'last')).map(({ id }) => id));
  const opened = (await store.changes.history(CSE310, null, 100)).filter(({ change }) => change.kind === 'opened');
  t.equal(opened.length, 2);
  t.equal(new Set(sent).size, sent.length, 'nothing twice');
  t.equal(sent.length, opened.length * 2, 'each opening to each watch');
  t.same(keysOf(await take(harness, [CSE310], 'anybody')), [CSE310], 'no lease is left behind');
}
