/** The processes that share the store, and their duties. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import { LEASE_MS } from './harness.ts';

const DAY_MS = 86_400_000;

export function membersContract(t: Test, make: MakeHarness): void {
  t.test('a node that beats is alive for its lease, and is listed as lost afterwards', async (t) => {
    const harness = await make(t);
    const { members } = harness.store;
    const at = new Date(harness.now()).toISOString();
    await members.join('two', 'run 2', LEASE_MS);
    await members.join('one', 'run 1', LEASE_MS);
    await harness.advance(LEASE_MS - 1);
    const later = new Date(harness.now()).toISOString();
    t.same(await members.beat('one', 'run 1', LEASE_MS), [
      { node: 'one', startedAt: at, seenAt: later, alive: true },
      { node: 'two', startedAt: at, seenAt: at, alive: true },
    ]);
    await harness.advance(1);
    t.match(await members.beat('one', 'run 1', LEASE_MS), [
      { node: 'one', alive: true },
      { node: 'two', seenAt: at, alive: false },
    ]);
    t.match(
      await members.beat('two', 'run 2', LEASE_MS),
      [{ alive: true }, { node: 'two', startedAt: at, alive: true }],
      'it is back, with its first start time',
    );
  });

  t.test('a later run of a node replaces the earlier one, which learns of it', async (t) => {
    const {
      store: { members },
    } = await make(t);
    await members.join('one', 'former', LEASE_MS);
    await members.join('one', 'later', LEASE_MS);
    t.equal(await members.beat('one', 'former', LEASE_MS), undefined);
    await members.leave('one', 'former');
    t.match(
      await members.beat('one', 'later', LEASE_MS),
      [{ node: 'one', alive: true }],
      'it cannot remove the later run',
    );
  });

  t.test('a node that leaves is no longer listed', async (t) => {
    const {
      store: { members },
    } = await make(t);
    await members.join('one', 'run 1', LEASE_MS);
    await members.join('two', 'run 2', LEASE_MS);
    await members.leave('two', 'run 2');
    t.match(
      (await members.beat('one', 'run 1', LEASE_MS))?.map(({ node }) => node),
      ['one'],
    );
    t.match(await members.list(), [{ node: 'one', alive: true }], 'anyone may read the list');
  });

  t.test('a node that was not seen for long is removed, and may return', async (t) => {
    const harness = await make(t);
    const { members } = harness.store;
    await members.join('one', 'run 1', LEASE_MS);
    await members.join('two', 'run 2', LEASE_MS);
    await members.leave('two', 'run 2');
    await harness.advance(DAY_MS - 1);
    t.same(await members.forget(DAY_MS), []);
    await members.join('three', 'run 3', LEASE_MS);
    await harness.advance(1);
    t.same((await members.forget(DAY_MS)).toSorted(), ['one', 'two']);
    t.same(
      (await members.beat('three', 'run 3', LEASE_MS))?.map(({ node }) => node),
      ['three'],
    );
    t.match(await members.beat('one', 'run 1', LEASE_MS), [{ node: 'one', alive: true }, { node: 'three' }]);
  });

  t.test('only one run holds a duty, and it can renew it', async (t) => {
    const harness = await make(t);
    const { members } = harness.store;
    t.equal(await members.hold('publish', 'run 1', LEASE_MS), 0);
    t.equal(await members.hold('sweep', 'run 2', LEASE_MS), 0, 'another duty is free');
    await harness.advance(LEASE_MS - 1_000);
    t.equal(await members.hold('publish', 'run 2', LEASE_MS), 1_000);
    t.equal(await members.hold('publish', 'run 1', LEASE_MS), 0);
    t.equal(await members.hold('publish', 'run 2', LEASE_MS), LEASE_MS);
    await harness.advance(LEASE_MS);
    t.equal(await members.hold('publish', 'run 2', LEASE_MS), 0, 'it lapses with its holder');
    t.equal(await members.hold('publish', 'run 1', LEASE_MS), LEASE_MS);
  });

  t.test('a run that leaves frees its duties at once', async (t) => {
    const {
      store: { members },
    } = await make(t);
    await members.join('one', 'run 1', LEASE_MS);
    await members.hold('publish', 'run 1', LEASE_MS);
    await members.leave('one', 'run 1');
    t.equal(await members.hold('publish', 'run 2', LEASE_MS), 0);
  });
}
