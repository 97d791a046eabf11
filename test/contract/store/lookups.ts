/** Looking up sections: pages and search. */
import type { Test } from 'tap';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, CSE310_TOO, giveUp, keysOf, MAT210, see, take } from './harness.ts';

async function catalog(harness: StoreHarness): Promise<void> {
  await see(harness, CSE310);
  await see(harness, CSE310_TOO, { title: 'Data Structures and Algorithms' });
  await see(harness, MAT210);
  await see(harness, 'asu/2267/31012', { subject: 'CSE', catalogNumber: '3100', title: '100% Calculus_Lab \\ Honors' });
  await see(harness, 'asu/2271/66445', { subject: 'ART', catalogNumber: '101', title: 'Drawing' });
}

export function lookupsContract(t: Test, make: MakeHarness): void {
  t.test('pages give every seen section once, in key order', async (t) => {
    const harness = await make(t);
    await catalog(harness);
    await take(harness, ['asu/2267/99999'], 'one');
    const { sections } = harness.store;
    const first = keysOf(await sections.page(null, 3));
    t.same(first, ['asu/2267/31012', CSE310, CSE310_TOO]);
    const rest = keysOf(await sections.page(first.at(-1)!, 3));
    t.same(rest, [MAT210, 'asu/2271/66445']);
    t.same(await sections.page(rest.at(-1)!, 3), []);
  });

  t.test('search finds sections by subject, course, title words and class number, ignoring case', async (t) => {
    const harness = await make(t);
    await catalog(harness);
    const find = async (text: string, term: string | null = '2267', limit = 10): Promise<string[]> =>
      keysOf((await harness.store.sections.search('asu', term, [text], limit)).sections);
    t.same(await find('cse'), [CSE310, CSE310_TOO, 'asu/2267/31012']);
    t.same(
      await find('CSE 310'),
      [CSE310, CSE310_TOO, 'asu/2267/31012'],
      'the exact course before courses that start with it',
    );
    t.same(await find(' cse310 '), await find('CSE 310'));
    t.same(await find('algorithms data'), [CSE310, CSE310_TOO]);
    t.same(await find('calc'), ['asu/2267/31012', MAT210]);
    t.same(await find('mat calc'), [MAT210]);
    t.same(await find('66446'), [CSE310_TOO]);
    t.same(await find('66445', null), ['asu/2271/66445', CSE310], 'the newer term first');
    t.same(await find('cse', '2267', 1), [CSE310]);
    t.same(await find('lgorithms'), [], 'not from the middle of a word');
    t.same(await harness.store.sections.search('uxy', null, ['cse'], 10), { sections: [], total: 0 });
    t.equal((await harness.store.sections.search('asu', '2267', ['cse'], 1)).total, 3, 'all are counted');
  });

  t.test('the exact class number comes before numbers that start with it', async (t) => {
    const harness = await make(t);
    await see(harness, 'asu/2267/664450', { subject: 'ART', catalogNumber: '1' });
    await see(harness, CSE310);
    t.same(keysOf((await harness.store.sections.search('asu', null, ['66445'], 10)).sections), [
      CSE310,
      'asu/2267/664450',
    ]);
  });

  t.test('search finds instructors, ignores accents, and takes several spellings', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310, { instructors: ["José O'Neill"], title: 'Human-Computer Interaction (C++)' });
    await see(harness, MAT210);
    const find = async (...texts: string[]): Promise<string[]> =>
      keysOf((await harness.store.sections.search('asu', '2267', texts, 10)).sections);
    for (const text of ['jose', 'JOSÉ oneill', 'Prof. O’Neill', 'computer human', 'c++', 'the interaction'])
      t.same(await find(text), [CSE310], text);
    t.same(await find('nobody', 'calculus', ' '), [MAT210]);
    t.same(await find('mat', 'jose'), [MAT210, CSE310], 'the first spelling decides the order');
  });

  t.test('search terms are text, not patterns', async (t) => {
    const harness = await make(t);
    await catalog(harness);
    const find = async (text: string): Promise<string[]> =>
      keysOf((await harness.store.sections.search('asu', null, [text], 10)).sections);
    for (const text of ['%', '\\', '.*', 'C_E', "' OR 1=1 --", '  ', '[a-z]', '$where'])
      t.same(await find(text), [], text);
    t.same(await find('100%'), ['asu/2267/31012']);
  });

  t.test('the courses of a term are counted, without cancelled sections', async (t) => {
    const harness = await make(t);
    await catalog(harness);
    await see(harness, 'asu/2267/66447', { enrolled: 3 });
    await see(harness, 'asu/2267/66448', { cancelled: true });
    await giveUp(harness, CSE310_TOO, 'the site is down');
    await take(harness, ['asu/2267/99999'], 'one');
    const courses = await harness.store.sections.courses('asu', '2267');
    t.same(
      courses.map(({ course, sections, full }) => [course, sections, full]),
      [
        ['asu/2267/CSE/310', 3, 1],
        ['asu/2267/CSE/3100', 1, 1],
        ['asu/2267/MAT/210', 1, 1],
      ],
      'one is open, and one cannot be seen now',
    );
    t.equal(courses[0]?.title, 'Data Structures and Algorithms');
    t.same(await harness.store.sections.courses('asu', '2261'), []);
    t.same(await harness.store.sections.courses('uxy', '2267'), []);
  });
}
