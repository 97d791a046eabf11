/** Notices that a watched section could not be seen for a while. */
import type { Test } from 'tap';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, fanOut, giveUp, LEASE_MS, MAT210, OPEN, see, student, takePending, watch } from './harness.ts';

const UNSEEN_MS = 900_000;

async function tell({ store }: StoreHarness, resting: string[] = []): Promise<number> {
  return await store.notifications.tellOutages(UNSEEN_MS, resting);
}

/** A student who watches two sections that were just seen. */
async function watching(harness: StoreHarness): Promise<string> {
  const ada = await student(harness);
  for (const section of [CSE310, MAT210]) {
    await see(harness, section);
    await watch(harness, ada, section);
  }
  return ada;
}

async function deliver(harness: StoreHarness) {
  const claimed = await takePending(harness, 'mailer');
  await harness.store.notifications.record(
    'mailer',
    claimed.map(({ id }) => ({ id, outcome: 'sent' })),
  );
  return claimed;
}

export function outagesContract(t: Test, make: MakeHarness): void {
  t.test('sections that were due and not seen for a while are told once, as one message', async (t) => {
    const harness = await make(t);
    await watching(harness);
    const seenAt = harness.now();
    await harness.advance(UNSEEN_MS);
    t.equal(await tell(harness), 0, 'they have been due for less than that');
    await giveUp(harness, CSE310, 'status 503', 1);
    await giveUp(harness, MAT210, 'status 503', 1);
    t.equal(await tell(harness), 2, 'the looks failed');
    t.equal(await tell(harness), 0);
    await harness.reopen();
    t.equal(await tell(harness), 0);
    const claimed = await deliver(harness);
    t.match(claimed, [
      { notice: 'outage', change: null, detectedAt: seenAt, watch: { kinds: ['opened'] } },
      { notice: 'outage' },
    ]);
    t.equal(claimed[0]!.message, claimed[1]!.message);
    t.equal(await tell(harness), 0, 'also after it was sent');
  });

  t.test('a section that nobody looked at although it was due counts too', async (t) => {
    const harness = await make(t);
    await watching(harness);
    await harness.advance(UNSEEN_MS * 3);
    t.equal(await tell(harness, ['asu']), 0, 'but not while checks are paused');
    t.equal(await tell(harness, ['uxy']), 2);
  });

  t.test('students who do not want to hear of it, paused and new watches get nothing', async (t) => {
    const harness = await make(t);
    const { accounts, watches } = harness.store;
    const ada = await watching(harness);
    const ben = await student(harness, 'ben@example.edu');
    const { id } = await watch(harness, ben, CSE310);
    await watches.update(ben, id, { paused: true });
    await accounts.prefer(ada, { outages: false });
    await harness.advance(UNSEEN_MS * 3);
    await watch(harness, await student(harness, 'cid@example.edu'), MAT210);
    t.equal(await tell(harness), 0);
    await accounts.prefer(ada, { outages: true });
    t.equal(await tell(harness), 2);
  });

  t.test('when the section is seen again, those who were told are told so, once', async (t) => {
    const harness = await make(t);
    await watching(harness);
    const seenAt = harness.now();
    await harness.advance(UNSEEN_MS * 3);
    await tell(harness);
    await deliver(harness);
    await see(harness, CSE310, OPEN);
    t.equal(await tell(harness), 1);
    t.equal(await tell(harness), 0);
    await fanOut(harness);
    const claimed = await deliver(harness);
    t.match(
      claimed.filter(({ notice }) => notice !== null),
      [{ notice: 'seen-again', section: CSE310, detectedAt: seenAt, current: { status: 'open' } }],
    );
    t.equal(claimed.length, 2);
    t.equal(claimed[0]!.message, claimed[1]!.message, 'together with the opening that was missed');
    t.equal(await tell(harness), 0);
    await harness.advance(UNSEEN_MS * 3);
    t.equal(await tell(harness), 1, 'another outage of this section; the other one still lasts');
  });

  t.test('an outage that is over before it was told is not told', async (t) => {
    const harness = await make(t);
    const { notifications } = harness.store;
    await watching(harness);
    await harness.advance(UNSEEN_MS * 3);
    t.equal(await tell(harness), 2);
    for (const section of [CSE310, MAT210]) await see(harness, section);
    t.equal(await tell(harness), 0);
    t.equal(await notifications.countPending(), 0);
  });

  t.test('a notice ends with its watch, but not while it is being sent', async (t) => {
    const harness = await make(t);
    const { notifications, watches } = harness.store;
    const ada = await watching(harness);
    await harness.advance(UNSEEN_MS * 3);
    await tell(harness);
    await takePending(harness, 'mailer');
    for (const section of [CSE310, MAT210]) await see(harness, section);
    await tell(harness);
    t.equal(await notifications.countPending(), 2, 'leased');
    for (const { id } of await watches.list(ada)) await watches.remove(ada, id);
    t.equal(await notifications.countPending(), 0);
    await harness.advance(LEASE_MS);
    t.same(await takePending(harness, 'next'), []);
  });
}
