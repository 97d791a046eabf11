import { MongoClient } from 'mongodb';
import t from 'tap';
import type { Conditions } from '../../../src/domain/conditions.ts';
import { DEFAULT_TERMS } from '../../../src/domain/watch.ts';
import {
  commitOf,
  CSE310,
  CSE310_TOO,
  fanOut,
  OPEN,
  see,
  student,
  take,
  takePending,
} from '../../contract/store/harness.ts';
import type { StoreHarness } from '../../contract/store/harness.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { mongoHarness } from './harness.ts';

/** The driver does not repeat a command that took too long. */
const EXCEEDED = 50;

const COURSE = 'asu/2267/CSE/310';
const MORNING = { meetings: [{ days: ['Mon' as const], start: '09:00', end: '10:15', location: '' }] };

const server = await mongoServer(t);

async function watchCourse({ store }: StoreHarness, userId: string, conditions: Conditions): Promise<void> {
  await store.watches.add(userId, { ...DEFAULT_TERMS, course: COURSE, conditions }, false, 10, 0);
}

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else if (!server.own) t.pass('not tested', { skip: 'fail points would affect other programs' });
else {
  for (const [what, section, look, told, updatesBefore] of [
    [
      'a section comes to meet the conditions and opens',
      CSE310,
      { ...MORNING, ...OPEN },
      { change: { kind: 'opened' } },
      1,
    ],
    ['a new section is open', CSE310_TOO, { ...MORNING, ...OPEN }, { notice: 'new-section' }, 2],
  ] as const) {
    t.test(`${what}: told also when the process ends before it has written what watches cover`, async (t) => {
      const harness = await mongoHarness(server)(t);
      const { store } = harness;
      await see(harness, CSE310);
      await watchCourse(harness, await student(harness), { before: '12:00' });
      await see(harness, CSE310);
      const [row] = await take(harness, [section], 'dying');
      const admin = new MongoClient(server.database(t));
      t.teardown(() => admin.close());
      // The update that comes after that of the section writes the watch.
      const data = { failCommands: ['update'], errorCode: EXCEEDED };
      const failing = { configureFailPoint: 'failCommand', mode: { skip: updatesBefore }, data };
      await admin.db('admin').command(failing);
      await t.rejects(store.sections.commit('dying', [commitOf(harness, section, row!.state, look)]));
      await admin.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
      t.ok((await store.sections.state(section))?.seats.open, 'the section was written');
      await fanOut(harness);
      t.match(await takePending(harness, 'mailer'), [{ section, ...told }]);
    });
  }
}
