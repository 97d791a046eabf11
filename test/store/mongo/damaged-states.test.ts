import { MongoClient } from 'mongodb';
import t from 'tap';
import type { SectionDocument } from '../../../src/store/mongo/documents.ts';
import {
  CSE310,
  FULL,
  INTERVAL_MS,
  keysOf,
  MAT210,
  OPEN,
  see,
  student,
  take,
  takeDue,
  watch,
} from '../../contract/store/harness.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import { mongoHarness } from './harness.ts';

const server = await mongoServer(t);

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  const make = mongoHarness(server);

  t.test('a damaged state is not served or claimed, and its section is due again', async (t) => {
    const harness = await make(t);
    const { sections, deadLetters } = harness.store;
    for (const section of [CSE310, MAT210]) await see(harness, section);
    for (const section of [CSE310, MAT210])
      await watch(harness, await student(harness, `${section.slice(-5)}@example.edu`), section);
    const client = new MongoClient(harness.url);
    t.teardown(() => client.close());
    await client
      .db()
      .collection<SectionDocument>('sections')
      .updateOne({ _id: CSE310 }, { $unset: { 'state.seats': '' } });
    t.equal(await sections.state(CSE310), undefined);
    t.same(keysOf(await sections.page(null, 10)), [MAT210]);
    await harness.advance(INTERVAL_MS);
    t.same(keysOf(await takeDue(harness, 'one')), [MAT210], 'never used for a look');
    t.match(await deadLetters.list(10), [{ kind: 'check', subject: CSE310, error: /state was damaged/ }]);
    t.match(await takeDue(harness, 'two'), [{ section: CSE310, state: null, course: null }]);
  });

  t.test('the sweep resets it to the state after its newest change, and no version is used twice', async (t) => {
    const harness = await make(t);
    for (const look of [FULL, OPEN, FULL]) await see(harness, CSE310, look);
    const client = new MongoClient(harness.url);
    t.teardown(() => client.close());
    await client
      .db()
      .collection<SectionDocument>('sections')
      .updateOne({ _id: CSE310 }, { $set: { 'state.status': 'ajar' as 'full' } });
    await harness.store.accounts.sweep();
    t.match(await harness.store.sections.state(CSE310), { status: 'full', version: 3 });
    t.same(keysOf(await take(harness, [CSE310], 'one')), [CSE310]);
    await harness.store.sections.release('one', [CSE310], 0);
    const { changes } = await see(harness, CSE310, OPEN);
    t.same(
      changes.map(({ id }) => id),
      [`${CSE310}#4:opened`, `${CSE310}#4:seats`],
    );
  });
}
