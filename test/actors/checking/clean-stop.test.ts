import t from 'tap';
import type { Test } from 'tap';
import { storeError } from '../../../src/store/errors.ts';
import type { SectionStore } from '../../../src/store/sections.ts';
import type { Checking } from '../../support/checking.ts';
import { checking, INTERVAL_MS, LEASE_MS } from '../../support/checking.ts';
import { FakeSource } from '../../support/fake-source.ts';
import { gated } from '../../support/gated-store.ts';
import { mongoServer } from '../../support/mongo-server.ts';
import type { OnStore, OpenStore } from '../../support/store-kinds.ts';
import { storeKinds } from '../../support/store-kinds.ts';

const SECTIONS = 12;
/** Half of the time an actor has to stop: how long it may work on its current message. */
const IN_HAND_MS = 2_500;

const server = await mongoServer(t);

interface Stopping extends OnStore {
  test: Checking;
  keys: string[];
  open: () => void;
  reached: () => Promise<void>;
}

/** Watched sections of a node whose store is slow at one method. */
async function stopping(
  t: Test,
  openStore: OpenStore,
  slowAt: keyof SectionStore,
  when: 'on its way' | 'on its way back',
): Promise<Stopping> {
  const opened = await openStore(t);
  const { store, ...gate } = gated(opened.store, slowAt, when);
  const source = new FakeSource();
  const test = await checking(t, {}, { ...opened, store, source });
  const keys: string[] = [];
  for (let n = 0; n < SECTIONS; n += 1) {
    source.set(String(10_000 + n), { catalogNumber: String(100 + n) });
    keys.push(await test.watch(String(10_000 + n)));
  }
  return { ...opened, ...gate, test, keys };
}

async function free({ store, keys }: Stopping): Promise<number> {
  return (await store.sections.claim('asu', { sections: keys }, 'rival', LEASE_MS)).length;
}

for (const [name, openStore] of storeKinds(server)) {
  if (openStore === undefined) {
    t.pass(`not tested on ${name}`, { skip: 'no MongoDB server' });
    continue;
  }
  for (const [slowAt, when] of [
    ['claim', 'on its way'],
    ['claim', 'on its way back'],
    ['commit', 'on its way'],
    ['commit', 'on its way back'],
  ] as const) {
    t.test(`a stop on ${name} while a ${slowAt} is ${when} leaves no lease, even if the store is slow`, async (t) => {
      const stopped = await stopping(t, openStore, slowAt, when);
      const { test, clock, reached, open } = stopped;
      const atGate = reached();
      const waking = test.wake();
      await atGate;
      const end = test.system.stop();
      await clock.advance(IN_HAND_MS);
      open();
      await end;
      await waking;
      await stopped.idle();
      t.equal(await free(stopped), SECTIONS);
    });
  }

  t.test(`a stop on ${name} in the middle of looks leaves no lease, not even for a waiting student`, async (t) => {
    const stopped = await stopping(t, openStore, 'state', 'on its way');
    const { test } = stopped;
    test.source.holding = true;
    await test.wake();
    void test
      .ask((replyTo) => ({ type: 'look', what: { section: 'asu/2267/20000' }, by: { student: 'ada' }, replyTo }))
      .catch(() => {});
    await stopped.clock.advance(1_000);
    t.equal(await free(stopped), 0);
    await test.system.stop();
    t.equal(await free(stopped), SECTIONS);
    t.equal((await stopped.store.sections.claim('asu', { sections: ['asu/2267/20000'] }, 'rival', LEASE_MS)).length, 1);
  });

  t.test(
    `sections leased by a claim on ${name} whose answer was lost are free again with the next claim`,
    async (t) => {
      const opened = await openStore(t);
      const source = new FakeSource();
      let lose = false;
      const claim = opened.store.sections.claim.bind(opened.store.sections);
      const test = await checking(t, {}, { ...opened, source });
      opened.store.sections.claim = async (...args) => {
        const claimed = await claim(...args);
        if (!lose || claimed.length === 0) return claimed;
        lose = false;
        throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'as the test wishes' });
      };
      source.set('66445');
      await test.watch('66445');
      await test.wake();
      lose = true;
      source.set('66445', { enrolled: 100 });
      await opened.clock.advance(INTERVAL_MS + 5_000);
      t.notOk(lose);
      t.match(test.told(), ['66445 opened', '66445 seats']);
    },
  );
}
