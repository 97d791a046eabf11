import type { Test } from 'tap';
import t from 'tap';
import { LeasedJobs } from '../../../src/checking/claiming/leased-jobs.ts';
import { LookTraces } from '../../../src/checking/claiming/look-traces.ts';
import { CONFIRM_AFTER_MS } from '../../../src/domain/absence.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { noTracer } from '../../../src/telemetry/traces/tracer.ts';
import type { StoreHarness } from '../../contract/store/harness.ts';
import { commitOf, CSE310, CSE310_TOO, see, take } from '../../contract/store/harness.ts';
import { FakeSource } from '../../support/fake-source.ts';
import { job } from '../../support/jobs.ts';
import { migratedFile } from '../../support/migrated-file.ts';
import { AWAY, failOnce } from '../../support/open-courses.ts';

const LEASE_MS = 60_000;
const [FIRST, SECOND, THIRD] = ['asu/2267/10000', 'asu/2267/10001', 'asu/2267/10002'] as const;

async function scene(t: Test) {
  const clock = new ManualClock();
  const store = new SqliteStore(await migratedFile(`${t.testdir()}/store.db`), clock);
  await store.open();
  t.teardown(() => store.close());
  const { sections } = store;
  const jobs = new LeasedJobs({
    sections,
    institution: new FakeSource().institution,
    node: 'n',
    leaseMs: LEASE_MS,
    paceOf: () => job('any', []).pace,
    traces: new LookTraces(noTracer),
  });
  /** Lets several leases pass. Other work goes on, so the leases are renewed. */
  const workOn = async (): Promise<void> => {
    for (let third = 0; third < 9; third += 1) {
      await clock.advance(LEASE_MS / 3);
      await jobs.renew();
    }
  };
  const isFree = async (section: string): Promise<boolean> =>
    (await sections.claim('asu', { sections: [section] }, 'other:run', LEASE_MS)).length === 1;
  const harness: StoreHarness = {
    store,
    reopen: async () => undefined,
    advance: (ms) => clock.advance(ms),
    now: () => clock.now(),
  };
  return { jobs, sections, harness, workOn, isFree };
}

t.test('sections that the store could not take back are given back before the next claim', async (t) => {
  const { jobs, sections, workOn, isFree } = await scene(t);
  const [first] = [await jobs.claimSection(FIRST), await jobs.claimSection(SECOND)];
  failOnce(sections, 'release', AWAY);
  await t.rejects(jobs.giveBack([first!]), { code: AWAY.code });
  await workOn();
  await jobs.claimSection(THIRD);
  t.ok(await isFree(FIRST));
  t.notOk(await isFree(SECOND), 'its look is under way');
});

t.test(
  'all that a claim took is given back if the store could not take back the part that has no request',
  async (t) => {
    const { jobs, sections, harness, workOn, isFree } = await scene(t);
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    const [missing] = await take(harness, [CSE310_TOO], 'other');
    const lacked = { ...commitOf(harness, CSE310_TOO, missing!.state), state: null, missing: true, changes: [] };
    await sections.commit('other', [lacked]);
    await harness.advance(CONFIRM_AFTER_MS);
    await jobs.claimSection(FIRST);
    failOnce(sections, 'release', AWAY);
    const course = { subject: 'CSE', catalogNumber: '310' };
    await t.rejects(jobs.claimRequests([{ term: '2267', course }]), { code: AWAY.code });
    await workOn();
    await jobs.claimSection(SECOND);
    t.ok(await isFree(CSE310));
    t.ok(await isFree(CSE310_TOO), 'it is asked for by its number');
  },
);

t.test('at the end everything is given back, also what the store could not take back before', async (t) => {
  const { jobs, sections, isFree } = await scene(t);
  const [first] = [await jobs.claimSection(FIRST), await jobs.claimSection(SECOND)];
  failOnce(sections, 'release', AWAY);
  await t.rejects(jobs.giveBack([first!]), { code: AWAY.code });
  await jobs.giveBackAll();
  t.ok(await isFree(FIRST));
  t.ok(await isFree(SECOND));
  t.equal(await jobs.claimSection(THIRD), undefined, 'and nothing is claimed any more');
});
