/** Looking sections up: pages, search, and what becomes of one that does not exist. */
import type { Test } from 'tap';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, CSE310_TOO, giveUp, keysOf, LEASE_MS, MAT210, OPEN, see, student, take, takePending, watch } from './harness.ts';

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

  t.test('search finds by subject, course, title words and class number, in either case', async (t) => {
    const harness = await make(t);
    await catalog(harness);
    const find = async (text: string, term: string | null = '2267', limit = 10): Promise<string[]> => keysOf(await harness.store.sections.search('asu', term, text, limit));
    t.same(await find('cse'), [CSE310, CSE310_TOO, 'asu/2267/31012']);
    t.same(await find('CSE 310'), [CSE310, CSE310_TOO, 'asu/2267/31012'], 'the very course before those it begins');
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

  t.test('the very class number comes before all it begins', async (t) => {
    const harness = await make(t);
    await see(harness, 'asu/2267/664450', { subject: 'ART', catalogNumber: '1' });
    await see(harness, CSE310);
    t.same(keysOf(await harness.store.sections.search('asu', null, '66445', 10)), [CSE310, 'asu/2267/664450']);
  });

  t.test('what a student types is text and no pattern', async (t) => {
    const harness = await make(t);
    await catalog(harness);
    const find = async (text: string): Promise<string[]> => keysOf(await harness.store.sections.search('asu', null, text, 10));
    t.same(await find('%'), []);
    t.same(await find('C_E'), []);
    t.same(await find('100%'), ['asu/2267/31012']);
    t.same(await find('calculus_'), ['asu/2267/31012']);
    t.same(await find('\\'), ['asu/2267/31012']);
    t.same(await find("' OR 1=1 --"), []);
    t.same(await find('  '), []);
  });

  t.test('a section that does not exist goes with its watches, and each student is told once', async (t) => {
    const harness = await make(t);
    const { store } = harness;
    const ada = await student(harness);
    const ben = await student(harness, 'ben@example.edu');
    const first = await watch(harness, ada, CSE310);
    const second = await watch(harness, ben, CSE310);
    await giveUp(harness, CSE310, 'gone');
    await take(harness, [CSE310], 'one');
    t.equal(await store.sections.forget(CSE310, ['email']), 2);
    t.equal(await store.sections.forget(CSE310, ['email']), 0);
    t.same(await store.watches.list(ada), []);
    t.equal(await store.sections.nextDueInMs('asu'), null);
    t.equal(await store.deadLetters.count(), 0);
    await harness.reopen();
    const notices = await takePending(harness, 'mailer');
    t.match(notices.toSorted((a, b) => a.recipient.localeCompare(b.recipient)), [
      { id: `${first.id}+not-found+email`, watchId: first.id, recipient: 'ada@example.edu', section: CSE310, notice: 'not-found', change: null, current: null },
      { id: `${second.id}+not-found+email`, watchId: second.id, recipient: 'ben@example.edu' },
    ]);
    await harness.store.notifications.settle('mailer', notices.map(({ id }) => ({ id, outcome: 'sent' })));
    await harness.advance(LEASE_MS);
    t.same(await takePending(harness, 'mailer'), []);
    t.same((await harness.store.accounts.export(ada))['notifications'], [], 'the address was kept no longer than needed');
  });

  t.test('a key that comes back after it was forgotten starts anew', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    const cursor = (await see(harness, CSE310, OPEN)).result.changes.at(-1)!.cursor;
    await harness.store.sections.forget(CSE310, ['email']);
    t.equal(await harness.store.sections.state(CSE310), undefined);
    t.same(await harness.store.changes.history(CSE310, null, 10), []);
    await see(harness, CSE310);
    const { result } = await see(harness, CSE310, OPEN);
    t.same(result.changes.map(({ change }) => change.id), [`${CSE310}#2:opened`, `${CSE310}#2:seats`]);
    t.same(await harness.store.changes.since(cursor, [CSE310], 10), result.changes, 'an old cursor still stands for its place');
  });
}
