/** Incidents, and the counts that operators see. */
import type { Test } from 'tap';
import type { Incident, NewIncident } from '../../../src/store/incidents.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, fanOut, MAT210, OPEN, see, student, takePending, watch } from './harness.ts';

const DAY_MS = 86_400_000;

/** Starts an incident now. */
async function incident(harness: StoreHarness, alert: string): Promise<NewIncident> {
  const startedAt = new Date(harness.now()).toISOString();
  const made = { alert, severity: 'warning' as const, value: 2.5, threshold: 1, startedAt };
  await harness.store.incidents.start(made);
  return made;
}

/** Starts two incidents and ends one of them. */
export async function incidents(harness: StoreHarness): Promise<void> {
  await incident(harness, 'disk-low');
  await harness.store.incidents.end('disk-low', new Date(harness.now()).toISOString());
  await incident(harness, 'source-unseen');
}

export function incidentsContract(t: Test, make: MakeHarness): void {
  t.test('an alert has at most one open incident, which survives a restart', async (t) => {
    const harness = await make(t);
    const first = await incident(harness, 'disk-low');
    await harness.advance(1_000);
    await incident(harness, 'disk-low');
    await harness.reopen();
    t.match(await listed(harness), [{ ...first, endedAt: null, told: [] }]);
    t.equal((await listed(harness)).length, 1);
  });

  t.test('after the end of an incident, the alert may have another one', async (t) => {
    const harness = await make(t);
    const first = await incident(harness, 'disk-low');
    await harness.advance(1_000);
    const endedAt = new Date(harness.now()).toISOString();
    await harness.store.incidents.end('disk-low', endedAt);
    await harness.store.incidents.end('disk-low', new Date(harness.now() + 1).toISOString());
    await harness.store.incidents.end('never-started', endedAt);
    const second = await incident(harness, 'disk-low');
    t.match(await listed(harness), [
      { ...second, endedAt: null },
      { ...first, endedAt },
    ]);
  });

  t.test(
    'the open incidents come first, then the newest; older ones and those beyond the limit are left out',
    async (t) => {
      const harness = await make(t);
      await incident(harness, 'open-long');
      for (const alert of ['old', 'new', 'newest']) {
        await harness.advance(1_000);
        await incident(harness, alert);
        await harness.store.incidents.end(alert, new Date(harness.now()).toISOString());
      }
      const names = async (ms: number, limit: number): Promise<string[]> =>
        (await listed(harness, ms, limit)).map(({ alert }) => alert);
      t.same(await names(5_000, 10), ['open-long', 'newest', 'new', 'old']);
      t.same(await names(1_000, 10), ['open-long', 'newest', 'new']);
      t.same(await names(5_000, 2), ['open-long', 'newest']);
    },
  );

  t.test('who was told is remembered once', async (t) => {
    const harness = await make(t);
    await incident(harness, 'disk-low');
    const [{ id }] = (await listed(harness)) as [Incident];
    await harness.store.incidents.tell(id, ['start webhook', 'start ops@example.edu']);
    await harness.store.incidents.tell(id, ['start webhook']);
    t.match(await listed(harness), [{ told: ['start ops@example.edu', 'start webhook'] }]);
  });

  t.test('incidents that have ended are deleted when they are old enough; open ones stay', async (t) => {
    const harness = await make(t);
    await incident(harness, 'open');
    await incident(harness, 'ended');
    await harness.store.incidents.end('ended', new Date(harness.now()).toISOString());
    await harness.advance(DAY_MS);
    t.equal((await harness.store.retention.sweep(DAY_MS, 10)).incidents, 0, 'not a millisecond too early');
    await harness.advance(1);
    t.equal((await harness.store.retention.sweep(DAY_MS, 10)).incidents, 1);
    t.match(await listed(harness, 2 * DAY_MS), [{ alert: 'open' }]);
  });

  t.test('students with a watch that is not paused, and messages of today, are counted', async (t) => {
    const harness = await make(t);
    const { totals, watches, notifications } = harness.store;
    t.same(await totals.read(harness.now()), { students: 0, messages: 0 });
    for (const section of [CSE310, MAT210]) await see(harness, section);
    const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
    for (const section of [CSE310, MAT210]) await watch(harness, ada, section);
    await watches.update(ben, (await watch(harness, ben, CSE310)).id, { paused: true });
    for (const section of [CSE310, MAT210]) await see(harness, section, OPEN);
    await fanOut(harness);
    const since = harness.now();
    const claimed = await takePending(harness, 'one');
    await notifications.record(
      'one',
      claimed.map(({ id }) => ({ id, outcome: 'sent' })),
    );
    t.same(await totals.read(since), { students: 1, messages: new Set(claimed.map(({ message }) => message)).size });
    await harness.advance(1_000);
    t.same(await totals.read(harness.now()), { students: 1, messages: 0 });
  });
}

function listed(harness: StoreHarness, withinMs = DAY_MS, limit = 10): Promise<Incident[]> {
  return harness.store.incidents.list(new Date(harness.now() - withinMs).toISOString(), limit);
}
