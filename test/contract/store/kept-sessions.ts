/** The kept sessions of MQTT clients. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';

const SESSION = {
  keyId: 'pmc_1',
  clientId: 'kitchen/panel',
  filters: [{ topic: 'pickmyclass/changes/#', qos: 1 as const }],
  cursor: '7',
};

export function keptSessionsContract(t: Test, make: MakeHarness): void {
  t.test('a session is found under its key and client, also after a restart, until its time is over', async (t) => {
    const harness = await make(t);
    await harness.store.keptSessions.save(SESSION);
    await harness.reopen();
    const { keptSessions } = harness.store;
    t.same(await keptSessions.find('pmc_1', 'kitchen/panel', 60_000), SESSION);
    t.equal(await keptSessions.find('pmc_2', 'kitchen/panel', 60_000), undefined);
    t.equal(await keptSessions.find('pmc_1', 'panel', 60_000), undefined);
    await harness.advance(60_000);
    t.same(await keptSessions.find('pmc_1', 'kitchen/panel', 60_000), SESSION);
    await harness.advance(1);
    t.equal(await keptSessions.find('pmc_1', 'kitchen/panel', 60_000), undefined);
  });

  t.test('saving replaces a session and renews its time; removing ends it', async (t) => {
    const harness = await make(t);
    const { keptSessions } = harness.store;
    await keptSessions.save(SESSION);
    await harness.advance(50_000);
    const later = { ...SESSION, filters: [], cursor: '12' };
    await keptSessions.save(later);
    await harness.advance(50_000);
    t.same(await keptSessions.find('pmc_1', 'kitchen/panel', 60_000), later);
    t.equal(await keptSessions.count('pmc_1'), 1);
    await keptSessions.remove('pmc_1', 'kitchen/panel');
    t.equal(await keptSessions.find('pmc_1', 'kitchen/panel', 60_000), undefined);
  });

  t.test('the sessions of a key are counted, and old ones are forgotten', async (t) => {
    const harness = await make(t);
    const { keptSessions } = harness.store;
    await keptSessions.save(SESSION);
    await harness.advance(1_000);
    for (const clientId of ['a', 'b']) await keptSessions.save({ ...SESSION, clientId });
    await keptSessions.save({ ...SESSION, keyId: 'pmc_2' });
    t.equal(await keptSessions.count('pmc_1'), 3);
    await keptSessions.forget(999);
    t.equal(await keptSessions.count('pmc_1'), 2);
    t.equal(await keptSessions.count('pmc_2'), 1);
  });
}
