/** Claiming sections by key and by course, and renewing leases. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import { CSE310, ENG101, keysOf, LEASE_MS, MAT210, student, take, watch } from './harness.ts';

export function claimsContract(t: Test, make: MakeHarness): void {
  t.test('claiming a section by key creates its row, and only one owner gets it', async (t) => {
    const harness = await make(t);
    t.same(await take(harness, [CSE310], 'one'), [
      {
        section: CSE310,
        institution: 'asu',
        term: '2267',
        classNumber: '66445',
        course: null,
        state: null,
        unknown: false,
        missingForMs: null,
        failures: 0,
        watched: false,
        watches: 0,
        dueAt: null,
        dueInMs: 0,
        demand: 0,
      },
    ]);
    t.same(await take(harness, [CSE310], 'two'), []);
    t.same(await take(harness, [CSE310], 'one'), [], 'not even by the same owner');
  });

  t.test('an invalid section key cannot be claimed', async (t) => {
    const { store } = await make(t);
    await t.rejects(store.sections.claim('asu', { sections: ['66445'] }, 'one', LEASE_MS), {
      code: 'PMC_SECTION_KEY_INVALID',
    });
  });

  t.test('another owner can claim a section whose lease has lapsed', async (t) => {
    const harness = await make(t);
    await take(harness, [CSE310], 'one');
    await harness.advance(LEASE_MS);
    t.same(keysOf(await take(harness, [CSE310], 'two')), [CSE310]);
  });

  t.test('renewing extends only leases that have not lapsed and are not new', async (t) => {
    const harness = await make(t);
    await take(harness, [CSE310], 'one');
    await harness.advance(LEASE_MS / 2);
    await take(harness, [MAT210], 'one');
    await harness.advance(LEASE_MS / 2 - 1_000);
    await take(harness, [ENG101], 'one');
    await harness.advance(1_000);
    t.equal(await harness.store.sections.renew('one', LEASE_MS), 1);
    await harness.advance(LEASE_MS - 1);
    t.same(keysOf(await take(harness, [CSE310, ENG101, MAT210], 'two')), [CSE310, ENG101]);
  });

  t.test('sections of other institutions are not affected', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    t.equal(await harness.store.sections.makeDue('uxy'), 0);
  });
}
