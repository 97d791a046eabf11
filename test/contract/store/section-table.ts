/** Sections as operators see them. */
import type { Test } from 'tap';
import type { ListedSection, SectionQuery } from '../../../src/store/section-table.ts';
import { OPENINGS_MS, sectionPlace } from '../../../src/store/section-table.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, CSE310_TOO, ENG101, FULL, giveUp, MAT210, OPEN, see, student, watch } from './harness.ts';

const HOUR_MS = 3_600_000;
const ALL: SectionQuery = {
  institution: 'asu',
  term: null,
  text: '',
  filter: null,
  unseenMs: HOUR_MS,
  sort: 'section',
  after: null,
  limit: 100,
};

async function keys({ store }: StoreHarness, query: Partial<SectionQuery> = {}): Promise<string[]> {
  const { sort, limit } = { ...ALL, ...query };
  const found: ListedSection[] = [];
  for (;;) {
    const last = found.at(-1);
    const after = last === undefined ? null : sectionPlace(last, sort);
    const page = await store.sectionTable.page({ ...ALL, ...query, after });
    found.push(...page);
    if (page.length < limit) return found.map(({ section }) => section);
  }
}

/**
 * CSE 310 has two watches, MAT 210 one, opened twice and was seen long ago, ENG 101 one and was never seen. The other
 * section of CSE 310 opened once.
 */
async function four(harness: StoreHarness): Promise<void> {
  const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
  for (const look of [FULL, OPEN, FULL, OPEN]) await see(harness, MAT210, look);
  await watch(harness, ada, MAT210);
  await harness.advance(2 * HOUR_MS);
  for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
  await see(harness, CSE310_TOO, OPEN);
  for (const userId of [ada, ben]) await watch(harness, userId, CSE310);
  await watch(harness, ben, ENG101);
}

export function sectionTableContract(t: Test, make: MakeHarness): void {
  t.test(
    'sections are sorted by key, course, watchers, openings or last look, and pages of any length give each once',
    async (t) => {
      const harness = await make(t);
      await four(harness);
      for (const limit of [1, 2, 3, 100]) {
        t.same(await keys(harness, { limit }), [CSE310, CSE310_TOO, MAT210, ENG101].toSorted(), `by key, ${limit}`);
        t.same(await keys(harness, { limit, sort: 'watchers' }), [CSE310, ENG101, MAT210, CSE310_TOO], `${limit}`);
        t.same(await keys(harness, { limit, sort: 'subject' }), [ENG101, CSE310, CSE310_TOO, MAT210], `${limit}`);
        t.same(await keys(harness, { limit, sort: 'openings' }), [MAT210, CSE310_TOO, ENG101, CSE310], `${limit}`);
        t.same(await keys(harness, { limit, sort: 'unseen' }), [ENG101, MAT210, CSE310, CSE310_TOO], `${limit}`);
      }
    },
  );

  t.test('the openings of the last seven days count, also of pages that are filtered or searched', async (t) => {
    const harness = await make(t);
    await four(harness);
    t.same(await keys(harness, { sort: 'openings', filter: 'watched', limit: 1 }), [MAT210, ENG101, CSE310]);
    t.same(await keys(harness, { sort: 'openings', text: 'cse', limit: 1 }), [CSE310_TOO, CSE310]);
    const counts = async (): Promise<number[]> =>
      (await harness.store.sectionTable.page(ALL)).map(({ openings }) => openings);
    t.same(await counts(), [0, 1, 2, 0]);
    await harness.advance(OPENINGS_MS);
    t.same(await counts(), [0, 0, 0, 0]);
  });

  t.test('sections are found by course, title, class number and term', async (t) => {
    const harness = await make(t);
    await four(harness);
    t.same(await keys(harness, { text: 'mat 210' }), [MAT210]);
    t.same(await keys(harness, { text: 'MAT' }), [MAT210]);
    t.same(await keys(harness, { text: 'calculus' }), [MAT210]);
    t.same(await keys(harness, { text: '66446' }), [CSE310_TOO]);
    t.same(await keys(harness, { text: '.*' }).then((found) => found.length), 4, 'a text without words fits all');
    t.same(await keys(harness, { term: '2271' }), []);
    t.same(await keys(harness, { institution: 'other' }), []);
  });

  t.test('sections that are watched, unseen for long, failing or cancelled are found', async (t) => {
    const harness = await make(t);
    await four(harness);
    await giveUp(harness, CSE310_TOO, 'status 503');
    t.same(await keys(harness, { filter: 'watched' }), [CSE310, MAT210, ENG101].toSorted());
    t.same(await keys(harness, { filter: 'unseen' }), [MAT210, ENG101].toSorted());
    t.same(await keys(harness, { filter: 'failing' }), [CSE310_TOO]);
    t.same(await keys(harness, { filter: 'cancelled' }), []);
    const [row] = await harness.store.sectionTable.page({ ...ALL, filter: 'failing' });
    t.match(row, { status: 'unknown', subject: 'CSE', failures: 3, watchers: 0, dueAt: null, missingSince: null });
    const [unseen] = await harness.store.sectionTable.page({ ...ALL, sort: 'unseen' });
    t.match(unseen, { section: ENG101, status: null, title: null, checkedAt: null, watchers: 1 });
  });
}
