/** What a scheduler is told of the watched sections: all of them, then what was touched. */
import type { Test } from 'tap';
import type { Watched, WatchedSection } from '../../../src/store/watched.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import {
  commitOf,
  CSE310,
  CSE310_TOO,
  ENG101,
  giveUp,
  INTERVAL_MS,
  keysOf,
  LEASE_MS,
  lookAt,
  MAT210,
  OPEN,
  see,
  student,
  take,
  watch,
} from './harness.ts';

const touchedSince = async (harness: StoreHarness, mark: string | null): Promise<Watched> =>
  await harness.store.sections.watched('asu', mark);

/** The sections by key, without those that are no longer watched. */
export function boardOf(sections: WatchedSection[], board = new Map<string, WatchedSection>()): typeof board {
  for (const section of sections) {
    if (section.watches > 0) board.set(section.section, section);
    else board.delete(section.section);
  }
  return board;
}

export function watchedContract(t: Test, make: MakeHarness): void {
  t.test('at first all watched sections of the institution are told, and no others', async (t) => {
    const harness = await make(t);
    const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    await watch(harness, ada, CSE310);
    await watch(harness, ben, CSE310);
    await watch(harness, ada, ENG101);
    await harness.advance(1_000);
    const { sections } = await touchedSince(harness, null);
    const { seats, waitlist } = lookAt(CSE310);
    const at = new Date(harness.now() - 1_000).toISOString();
    t.same(
      sections.toSorted((a, b) => (a.section < b.section ? -1 : 1)),
      [
        {
          section: CSE310,
          term: '2267',
          classNumber: '66445',
          course: { subject: 'CSE', catalogNumber: '310' },
          watches: 2,
          state: { status: 'full', seats, waitlist, changedAt: at, checkedAt: at, version: 1 },
          failures: 0,
          missingForMs: null,
          dueInMs: INTERVAL_MS - 1_000,
        },
        {
          section: ENG101,
          term: '2267',
          classNumber: '80001',
          course: null,
          watches: 1,
          state: null,
          failures: 0,
          missingForMs: null,
          dueInMs: 0,
        },
      ],
    );
    t.same((await harness.store.sections.watched('uxy', null)).sections, []);
  });

  t.test('everything that happens to a watched section is told once', async (t) => {
    const harness = await make(t);
    const { sections, watches } = harness.store;
    const ada = await student(harness);
    let { mark } = await touchedSince(harness, null);
    const told = async (what: string, expected: object[]): Promise<void> => {
      const next = await touchedSince(harness, mark);
      ({ mark } = next);
      t.match(next.sections, expected, what);
      t.equal(next.sections.length, expected.length, what);
      t.same((await touchedSince(harness, mark)).sections, [], `${what}: only once`);
    };
    const section = CSE310;
    const { id } = await watch(harness, ada, section);
    await told('a watch starts', [{ section, watches: 1, state: null, dueInMs: 0 }]);
    const second = await watch(harness, await student(harness, 'ben@example.edu'), section);
    await told('another watch starts', [{ section, watches: 2 }]);
    await giveUp(harness, section, 'no answer', 1);
    await told('a look fails', [{ section, failures: 1, dueInMs: INTERVAL_MS }]);
    await see(harness, section);
    await told('a look shows it', [{ section, failures: 0, state: { status: 'full', version: 1 } }]);
    const [before] = await sections.states([section]);
    await sections.commit('one', [{ ...commitOf(harness, section, before!, OPEN), inPassing: true }]);
    await told('another look shows it in passing', [{ section, state: { status: 'open', version: 2 } }]);
    await sections.makeDue('asu');
    await told('it is made due', [{ section, dueInMs: 0 }]);
    await giveUp(harness, section, 'no answer');
    await told('looks at it fail for good', [{ section, failures: 3 }]);
    const [letter] = await harness.store.deadLetters.list(10);
    await harness.store.deadLetters.replay(letter!.id);
    await told('its dead letter is replayed', [{ section, failures: 0, dueInMs: 0 }]);
    await watches.update(ada, id, { paused: true });
    await told('a watch is paused', [{ section, watches: 1 }]);
    await watches.update(ada, id, { paused: false });
    await told('a watch is resumed', [{ section, watches: 2 }]);
    await watches.find(second.id).then((found) => watches.remove(found!.userId, second.id));
    await told('a watch is removed', [{ section, watches: 1 }]);
  });

  t.test('an answer that lacks a section is told, with the time since then', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    const { mark } = await touchedSince(harness, null);
    const [row] = await take(harness, [CSE310], 'one');
    await harness.store.sections.commit('one', [
      { ...commitOf(harness, CSE310, row!.state), state: null, changes: [], missing: true },
    ]);
    await harness.advance(2_000);
    t.match((await touchedSince(harness, mark)).sections, [{ section: CSE310, missingForMs: 2_000 }]);
  });

  t.test('a lease, a look at a section that nobody watches, and another institution are not told', async (t) => {
    const harness = await make(t);
    const { sections } = harness.store;
    await watch(harness, await student(harness), CSE310);
    const { mark } = await touchedSince(harness, (await touchedSince(harness, null)).mark);
    await take(harness, [CSE310], 'one');
    await sections.renew('one', 2 * LEASE_MS);
    await see(harness, MAT210);
    t.same((await touchedSince(harness, mark)).sections, []);
    t.same((await sections.watched('uxy', mark)).sections, []);
  });

  t.test('a section that is no longer watched is told, however its last watch ended', async (t) => {
    const harness = await make(t);
    const { accounts, sections, terms, watches } = harness.store;
    const ada = await student(harness);
    const ended: [how: string, end: (id: string) => Promise<unknown>][] = [
      ['it was paused', (id) => watches.update(ada, id, { paused: true })],
      ['it was removed', (id) => watches.remove(ada, id)],
      [
        'the source does not know the section',
        async () => {
          await take(harness, [CSE310], 'one');
          await sections.forget('one', CSE310);
        },
      ],
      ['the term was over', () => terms.end('asu', '2267')],
      ['the student was deleted', () => accounts.remove(ada)],
    ];
    for (const [how, end] of ended) {
      for (const { id } of await watches.list(ada)) await watches.remove(ada, id);
      const { id } = await watch(harness, ada, CSE310);
      const { mark } = await touchedSince(harness, null);
      await end(id);
      const board = (await touchedSince(harness, mark)).sections;
      t.match(
        board.filter(({ section }) => section === CSE310),
        [{ section: CSE310, term: '2267', classNumber: '66445', watches: 0 }],
        how,
      );
    }
  });

  t.test('whatever happens in whatever order, what was told makes up what there is', async (t) => {
    const harness = await make(t);
    const { sections, watches } = harness.store;
    const students = [await student(harness), await student(harness, 'ben@example.edu')];
    const keys = [CSE310, CSE310_TOO, MAT210, ENG101];
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const board = new Map<string, WatchedSection>();
    let mark: string | null = null;
    for (let step = 0; step < 120; step += 1) {
      const [who, section] = [students[random(2)]!, keys[random(4)]!];
      const own = (await watches.list(who)).find((each) => each.section === section);
      const steps: (() => Promise<unknown>)[] = [
        () => (own === undefined ? watch(harness, who, section) : watches.remove(who, own.id)),
        async () => own !== undefined && (await watches.update(who, own.id, { paused: !own.paused })),
        () => see(harness, section, { enrolled: 145 + random(6) }),
        () => giveUp(harness, section, 'no answer', 1),
        () => sections.makeDue('asu'),
        () => harness.advance(random(2_000)),
      ];
      await steps[random(steps.length)]!();
      if (random(3) > 0) continue;
      const told: Watched = await touchedSince(harness, mark);
      ({ mark } = told);
      boardOf(told.sections, board);
      const all = boardOf((await harness.store.sections.watched('asu', null)).sections);
      t.same(withoutTime(board), withoutTime(all), `step ${step}`);
    }
    t.ok(board.size > 0);
  });

  t.test('the watchers of a section are its watches that are not paused', async (t) => {
    const harness = await make(t);
    const { sections, watches } = harness.store;
    const ada = await student(harness);
    const watchersOf = async (...keys: string[]) =>
      new Map((await sections.watchers(keys)).map(({ section, watchers }) => [section, watchers]));
    t.equal((await watchersOf(CSE310)).get(CSE310) ?? 0, 0);
    const { id } = await watch(harness, ada, CSE310);
    await watch(harness, await student(harness, 'ben@example.edu'), CSE310);
    await watch(harness, ada, MAT210);
    const both = await watchersOf(CSE310, MAT210, 'asu/2267/1');
    t.same([both.get(CSE310), both.get(MAT210), both.size], [2, 1, 2]);
    await watches.update(ada, id, { paused: true });
    t.equal((await watchersOf(CSE310)).get(CSE310), 1);
  });

  t.test('the known sections are counted by subject, watched or not', async (t) => {
    const harness = await make(t);
    for (const section of [CSE310, CSE310_TOO, MAT210]) await see(harness, section);
    await see(harness, 'asu/2271/10001', { catalogNumber: '110' });
    await watch(harness, await student(harness), ENG101);
    t.same(await harness.store.sections.knownPerSubject('asu'), [
      { term: '2267', subject: 'CSE', sections: 2 },
      { term: '2267', subject: 'MAT', sections: 1 },
      { term: '2271', subject: 'CSE', sections: 1 },
    ]);
    t.same(await harness.store.sections.knownPerSubject('uxy'), []);
    t.same(keysOf((await touchedSince(harness, null)).sections), [ENG101]);
  });
}

/** Durations depend on when they were read. */
function withoutTime(board: Map<string, WatchedSection>): unknown[] {
  return [...board.values()]
    .map((section) => ({ ...section, dueInMs: 0 }))
    .toSorted((a, b) => (a.section < b.section ? -1 : 1));
}
