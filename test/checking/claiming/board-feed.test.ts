import t from 'tap';
import { BoardFeed } from '../../../src/checking/claiming/board-feed.ts';
import type { Row } from '../../../src/checking/choosing/row.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import type { WatchedSection } from '../../../src/store/watched.ts';
import { chooserOf, INTERVAL } from '../../support/adaptive-chooser.ts';

const CHECKED = '2026-11-01T08:00:00.000Z';

/** Every third section is in a course of many, and some were never seen. */
function watched(nth: number): WatchedSection {
  const catalogNumber = nth % 3 === 0 ? '101' : String(200 + (nth % 50));
  return {
    section: `asu/2267/${10_000 + nth}`,
    term: '2267',
    classNumber: String(10_000 + nth),
    course: nth % 7 === 0 ? null : { subject: 'CSE', catalogNumber },
    watches: 1,
    state:
      nth % 7 === 0
        ? null
        : {
            status: 'full',
            seats: { capacity: 1, enrolled: 1, available: 0, reserved: 0, open: 0 },
            waitlist: null,
            changedAt: CHECKED,
            checkedAt: CHECKED,
            version: 1,
          },
    failures: 0,
    missingForMs: null,
    dueInMs: INTERVAL,
  };
}

async function feedOf(sections: WatchedSection[]): Promise<{ parts: Row[][]; shown: string[] }> {
  const chooser = chooserOf([]);
  const parts: Row[][] = [];
  const feed = new BoardFeed({
    institution: 'asu',
    sections: { watched: async () => ({ sections, mark: '1' }), knownPerSubject: async () => [] },
    chooser,
    intervalMs: INTERVAL,
    clock: new ManualClock(),
    onRows: (rows) => parts.push([...rows]),
  });
  await feed.refresh();
  return { parts, shown: [...chooser.sections] };
}

t.test('many sections go onto the board in parts, with all of a course in one of them', async (t) => {
  const sections = Array.from({ length: 20_000 }, (_, nth) => watched(nth));
  const { parts, shown } = await feedOf(sections);
  t.ok(parts.length > 1, `${parts.length} parts`);
  t.same(shown.toSorted(), sections.map(({ section }) => section).toSorted());
  const partsOf = new Map<string, Set<number>>();
  for (const [nth, rows] of parts.entries())
    for (const { course } of rows)
      if (course !== null) {
        const seen = partsOf.get(course.catalogNumber) ?? new Set();
        partsOf.set(course.catalogNumber, seen.add(nth));
      }
  t.ok([...partsOf.values()].every(({ size }) => size === 1));
});

t.test('other work runs between two parts', async (t) => {
  const sections = Array.from({ length: 20_000 }, (_, nth) => watched(nth));
  let turns = 0;
  let ended = false;
  const count = (): void => {
    turns += 1;
    if (!ended) setImmediate(count);
  };
  setImmediate(count);
  const { parts } = await feedOf(sections);
  ended = true;
  t.ok(turns >= parts.length - 1, `${turns} turns for ${parts.length} parts`);
});

t.test('what was told without a course, or no section at all, is put on the board too', async (t) => {
  t.same((await feedOf([])).shown, []);
  t.same((await feedOf([watched(0)])).shown, ['asu/2267/10000']);
});
