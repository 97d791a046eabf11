/** Claiming what requests to the source show. */
import type { Test } from 'tap';
import type { ClaimedSection, SectionRequest } from '../../../src/store/sections.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, CSE310_TOO, ENG101, keysOf, LEASE_MS, MAT210, see, student, take, watch } from './harness.ts';

const CSE110 = 'asu/2267/66000';
const CSE310_SPRING = 'asu/2271/66445';
const COURSE = { term: '2267', course: { subject: 'CSE', catalogNumber: '310' } };

async function claim(harness: StoreHarness, requests: SectionRequest[], owner = 'one'): Promise<ClaimedSection[]> {
  return await harness.store.sections.claim('asu', { requests }, owner, LEASE_MS);
}

/** Two sections of CSE 310, one of CSE 110, one of MAT 210, one of the next term. */
async function seeSome(harness: StoreHarness): Promise<void> {
  for (const section of [CSE310, CSE310_TOO, MAT210, CSE310_SPRING]) await see(harness, section);
  await see(harness, CSE110, { catalogNumber: '110' });
}

export function requestClaimsContract(t: Test, make: MakeHarness): void {
  const claims: [what: string, requests: SectionRequest[], expected: string[]][] = [
    ['a course: its sections of the term, watched or not', [COURSE], [CSE310, CSE310_TOO]],
    ['a course in another term', [{ ...COURSE, term: '2272' }], []],
    ['a subject: the sections of all its courses', [{ term: '2267', subject: 'CSE' }], [CSE110, CSE310, CSE310_TOO]],
    ['one section: not the rest of its course', [{ section: CSE310_TOO }], [CSE310_TOO]],
    [
      'many requests at once, and what two of them show once',
      [COURSE, { section: CSE310 }, { term: '2267', subject: 'CSE' }, { section: MAT210 }],
      [CSE110, CSE310, CSE310_TOO, MAT210],
    ],
    ['the start of a subject is not the subject', [{ term: '2267', subject: 'CS' }], []],
    ['nothing', [], []],
  ];
  for (const [what, requests, expected] of claims)
    t.test(what, async (t) => {
      const harness = await make(t);
      await seeSome(harness);
      await watch(harness, await student(harness), CSE310);
      const claimed = await claim(harness, requests);
      t.same(keysOf(claimed).toSorted(), expected);
      const [row] = claimed.filter(({ section }) => section === CSE310);
      if (row !== undefined)
        t.match(row, { watched: true, watches: 1, state: { status: 'full', version: 1 }, course: {} });
      t.same(await claim(harness, requests, 'two'), [], 'each has one owner');
    });

  t.test('what another owner has leased is left out, and the rest of the request is claimed', async (t) => {
    const harness = await make(t);
    await seeSome(harness);
    await take(harness, [CSE310], 'another');
    t.same(keysOf(await claim(harness, [COURSE])), [CSE310_TOO]);
    await harness.advance(LEASE_MS);
    t.same(keysOf(await claim(harness, [COURSE], 'two')).toSorted(), [CSE310, CSE310_TOO], 'the leases have lapsed');
  });

  t.test('a section that was never seen is claimed if it has a row, and no row is created', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), ENG101);
    t.same(keysOf(await claim(harness, [{ section: ENG101 }, { section: MAT210 }])), [ENG101]);
    t.same(await harness.store.sections.known([MAT210]), []);
  });

  t.test('sections of other institutions are not claimed', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    t.same(
      await harness.store.sections.claim(
        'uxy',
        { requests: [{ section: CSE310 }, COURSE, { term: '2267', subject: 'CSE' }] },
        'one',
        LEASE_MS,
      ),
      [],
    );
  });
}
