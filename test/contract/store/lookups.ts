/** Looking up sections: pages and search. */
import type { Test } from 'tap';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, CSE310_TOO, keysOf, MAT210, see, take } from './harness.ts';

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
      keysOf(await harness.store.sections.search('asu', term, text, limit));
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
    t.same(await harness.store.sections.search('uxy', null, 'cse', 10), []);
  });

  t.test('the exact class number comes before numbers that start with it', async (t) => {
    const harness = await make(t);
    await see(harness, 'asu/2267/664450', { subject: 'ART', catalogNumber: '1' });
    await see(harness, CSE310);
    t.same(keysOf(await harness.store.sections.search('asu', null, '66445', 10)), [CSE310, 'asu/2267/664450']);
  });

  t.test('search terms are text, not patterns', async (t) => {
    const harness = await make(t);
    await catalog(harness);
    const find = async (text: string): Promise<string[]> =>
      keysOf(await harness.store.sections.search('asu', null, text, 10));
    t.same(await find('%'), []);
    t.same(await find('C_E'), []);
    t.same(await find('100%'), ['asu/2267/31012']);
    t.same(await find('calculus_'), ['asu/2267/31012']);
    t.same(await find('\\'), ['asu/2267/31012']);
    t.same(await find("' OR 1=1 --"), []);
    t.same(await find('  '), []);
  });
}
