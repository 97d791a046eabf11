/** Changes: one order that all readers share. */
import type { Test } from 'tap';
import type { StoredChange } from '../../../src/store/changes.ts';
import type { MakeHarness } from './harness.ts';
import { CSE310, FULL, MAT210, OPEN, see } from './harness.ts';

export function changesContract(t: Test, make: MakeHarness): void {
  t.test('a returning reader gets the missed changes of its sections, each once and in order', async (t) => {
    const harness = await make(t);
    const { changes } = harness.store;
    await see(harness, CSE310);
    await see(harness, MAT210);
    const start = await changes.latestCursor();
    const first = (await see(harness, CSE310, OPEN)).result.changes;
    const other = (await see(harness, MAT210, OPEN)).result.changes;
    const second = (await see(harness, CSE310, FULL)).result.changes;
    t.same(await changes.since(start, [CSE310], 100), [...first, ...second]);
    t.same(await changes.since(start, [CSE310, MAT210, CSE310], 100), [...first, ...other, ...second]);
    t.same(await changes.since(start, [CSE310], 3), [...first, ...second].slice(0, 3));
    t.same(await changes.since(first[0]!.cursor, [CSE310], 100), [...first.slice(1), ...second]);
    t.same(await changes.since(await changes.latestCursor(), [CSE310], 100), []);
    t.same(await changes.since(start, [], 100), []);
  });

  t.test('the changes of all sections are read page by page, from the beginning or after a cursor', async (t) => {
    const harness = await make(t);
    const { changes } = harness.store;
    t.same(await changes.page(null, 10), { changes: [], next: '0' });
    await see(harness, CSE310);
    await see(harness, MAT210);
    const all: StoredChange[] = [];
    for (const [section, look] of [
      [CSE310, OPEN],
      [MAT210, OPEN],
      [CSE310, FULL],
    ] as const)
      all.push(...(await see(harness, section, look)).result.changes);
    const first = await changes.page(null, 2);
    t.same(first, { changes: all.slice(0, 2), next: all[1]!.cursor });
    const second = await changes.page(first!.next, 100);
    t.same(second, { changes: all.slice(2), next: all.at(-1)!.cursor });
    t.same(await changes.page(second!.next, 100), { changes: [], next: second!.next });
    t.same(await changes.page('0', 100), { changes: all, next: second!.next });
    for (const cursor of ['999999', 'x', '-1', '1.5', '']) t.equal(await changes.page(cursor, 100), undefined, cursor);
  });

  t.test('the newest changes of some sections are read, newest first', async (t) => {
    const harness = await make(t);
    const { changes } = harness.store;
    await see(harness, CSE310);
    await see(harness, MAT210);
    t.same(await changes.newest([CSE310, MAT210], 10), []);
    const all: StoredChange[] = [];
    for (const [section, look] of [
      [CSE310, OPEN],
      [MAT210, OPEN],
      [CSE310, FULL],
    ] as const)
      all.unshift(...(await see(harness, section, look)).result.changes.toReversed());
    t.same(await changes.newest([CSE310, MAT210, CSE310], 100), all);
    t.same(await changes.newest([CSE310, MAT210], 3), all.slice(0, 3));
    t.same(
      await changes.newest([MAT210], 100),
      all.filter(({ change }) => change.section === MAT210),
    );
    t.same(await changes.newest([], 100), []);
  });

  t.test('the times when a section opened and closed are read back, without other changes and old ones', async (t) => {
    const harness = await make(t);
    const { changes } = harness.store;
    await see(harness, CSE310);
    await see(harness, MAT210);
    await see(harness, MAT210, OPEN);
    const seeAfter = async (ms: number, look: Parameters<typeof see>[2]): Promise<number> => {
      await harness.advance(ms);
      await see(harness, CSE310, look);
      return harness.now();
    };
    const opened = await seeAfter(1_000, OPEN);
    const closed = await seeAfter(60_000, { ...FULL, instructors: ['Birk Baum'] });
    const again = await seeAfter(60_000, OPEN);
    const all = [
      { kind: 'opened', at: opened },
      { kind: 'closed', at: closed },
      { kind: 'opened', at: again },
    ];
    const eventsOf = async (sections: string[], withinMs: number) =>
      (await changes.seatEvents(sections, withinMs)).map(({ section, kind, at }) => ({ section, kind, at }));
    const ofCse = all.map((event) => ({ section: CSE310, ...event }));
    t.same(await eventsOf([CSE310], 3_600_000), ofCse);
    t.same(await eventsOf([CSE310], 120_000), ofCse.slice(1));
    t.same(await eventsOf(['asu/2267/1'], 3_600_000), []);
    t.same((await eventsOf([CSE310, MAT210], 3_600_000)).slice(-3), ofCse);
    t.equal((await eventsOf([CSE310, MAT210], 3_600_000)).filter(({ section }) => section === MAT210).length, 1);
  });

  t.test('a cursor that was never issued is rejected', async (t) => {
    const harness = await make(t);
    const { changes } = harness.store;
    await see(harness, CSE310);
    await see(harness, CSE310, OPEN);
    for (const cursor of [
      '',
      'x',
      '-1',
      '1.5',
      ' 1',
      '1e3',
      '999999999',
      '9'.repeat(40),
      '\u0000',
      '[object Object]',
    ]) {
      t.equal(await changes.since(cursor, [CSE310], 10), undefined, JSON.stringify(cursor));
      await t.rejects(changes.history(CSE310, cursor, 10), { code: 'PMC_CURSOR_INVALID' });
    }
  });

  t.test("a section's history is complete, oldest first, page by page", async (t) => {
    const harness = await make(t);
    const { changes } = harness.store;
    await see(harness, CSE310);
    await see(harness, MAT210);
    const told = [];
    for (const look of [OPEN, FULL, OPEN]) {
      told.push(...(await see(harness, CSE310, look)).result.changes);
      await see(harness, MAT210, look);
    }
    const first = await changes.history(CSE310, null, 4);
    t.same(first, told.slice(0, 4));
    t.same(await changes.history(CSE310, first.at(-1)!.cursor, 100), told.slice(4));
    t.same(await changes.history('asu/2267/1', null, 4), []);
  });

  t.test('the newest changes come newest first', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    const { result } = await see(harness, CSE310, { ...OPEN, instructors: ['Ben Birch'] });
    t.same(await harness.store.changes.recent(2), result.changes.toReversed().slice(0, 2));
  });

  t.test('a change is unpublished until it is marked, even after a restart', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    const {
      result: { changes },
    } = await see(harness, CSE310, OPEN);
    t.same(await harness.store.changes.unpublished(1), changes.slice(0, 1));
    await harness.store.changes.markPublished([changes[0]!.change.id, 'no such change']);
    await harness.reopen();
    t.same(await harness.store.changes.unpublished(10), changes.slice(1));
    await harness.store.changes.markPublished(changes.map(({ change }) => change.id));
    t.same(await harness.store.changes.unpublished(10), []);
  });
}
