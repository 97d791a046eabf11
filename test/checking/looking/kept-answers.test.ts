import t from 'tap';
import { KeptAnswers } from '../../../src/checking/looking/kept-answers.ts';
import type { Fetched } from '../../../src/checking/looking/look-result.ts';
import type { LookRequest, PageMark } from '../../../src/institutions/institution.ts';
import { course } from '../../support/visit.ts';

const markOf = (page: string): PageMark => ({ digest: `digest of ${page}`, rows: 1, total: 1 });

/** Answers like a tab: a page that the asker has kept is left out. */
const tab =
  (...pages: string[]) =>
  async (kept: readonly PageMark[]): Promise<Fetched> => ({
    outcome: 'answered',
    answer: {
      way: 'api',
      pages: pages.map((page, index) => (kept[index]?.digest === markOf(page).digest ? '' : page)),
      marks: pages.map(markOf),
    },
    requests: pages.length,
  });
const named = (id: string): LookRequest => ({ ...course, id });

t.test('an answer is whole, whatever of it was sent', async (t) => {
  const answers = new KeptAnswers();
  const first = await answers.ask(course, tab('a', 'b'));
  t.match(first, { answer: { pages: ['a', 'b'] }, requests: 2 });
  const again = await answers.ask(course, tab('a', 'b'));
  t.match(again, { answer: { pages: ['a', 'b'] } });
  t.equal('kept' in again && again.kept, 'kept' in first && first.kept, 'it is the same answer');
  for (const pages of [['a', 'c'], ['c'], ['a'], ['a', 'c', 'd'], ['d', 'c', 'a']]) {
    const next = await answers.ask(course, tab(...pages));
    t.match(next, { answer: { pages }, kept: { pages } });
    t.match(await answers.ask(course, tab(...pages)), { answer: { pages }, kept: { pages } });
  }
});

t.test('what is the same to another request was not kept for this one', async (t) => {
  const answers = new KeptAnswers();
  await answers.ask(named('CSE 310'), tab('a'));
  let kept: readonly PageMark[] = [];
  await answers.ask(named('CSE 311'), (marks) => ((kept = marks), tab('a')(marks)));
  t.same(kept, []);
});

t.test('two looks at once may get the same answer', async (t) => {
  const answers = new KeptAnswers();
  await answers.ask(course, tab('a'));
  const slow = answers.ask(course, async (kept) => {
    await answers.ask(course, tab('b'));
    return tab('a')(kept);
  });
  t.match(await slow, { answer: { pages: ['a'] } }, 'filled in from what was kept when it was asked for');
});

t.test('failures, pages that were read, answers without marks and typed searches are not kept', async (t) => {
  const answers = new KeptAnswers();
  const failed: Fetched = { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: '500', requests: 1 };
  t.equal(await answers.ask(course, async () => failed), failed);
  const dom: Fetched = { outcome: 'answered', answer: { way: 'dom', page: {} }, requests: 1 };
  t.equal(await answers.ask(course, async () => dom), dom);
  const api = (pages: string[], marks?: (PageMark | null)[]) => async (): Promise<Fetched> => ({
    outcome: 'answered',
    answer: { way: 'api', pages, ...(marks && { marks }) },
    requests: 1,
  });
  t.notOk('kept' in (await answers.ask(course, api(['a']))));
  t.notOk('kept' in (await answers.ask(course, api(['a', 'b'], [markOf('a'), null]))));
  t.notOk('kept' in (await answers.ask(course, api([], []))), 'no page');
  const typed: LookRequest = { id: 'x', institution: 'asu', term: '2267', by: 'keywords', keywords: 'x' };
  t.notOk('kept' in (await answers.ask(typed, tab('a'))));
});

t.test('only so many characters are kept: the answers that were asked for last', async (t) => {
  const answers = new KeptAnswers(30);
  const text = 'x'.repeat(10);
  const isKept = async (id: string): Promise<boolean> => {
    let marks: readonly PageMark[] = [];
    await answers.ask(named(id), async (kept) => {
      marks = kept;
      return { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: '500', requests: 1 };
    });
    return marks.length > 0;
  };
  for (const id of ['a', 'b', 'c', 'a', 'd']) await answers.ask(named(id), tab(text));
  t.same([await isKept('a'), await isKept('b'), await isKept('c'), await isKept('d')], [true, false, true, true]);
  await answers.ask(named('e'), tab('x'.repeat(31)));
  t.notOk(await isKept('e'), 'it is too large');
});
