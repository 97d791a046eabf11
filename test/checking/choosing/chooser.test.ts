import fc from 'fast-check';
import t from 'tap';
import { Chooser } from '../../../src/checking/choosing/chooser.ts';
import type { Row } from '../../../src/checking/choosing/row.ts';
import { askKey } from '../../../src/checking/choosing/row.ts';
import type { Schedule } from '../../../src/domain/cadence.ts';
import { HOUR, boardRow, full } from '../../support/board-rows.ts';

const INTERVAL = 300_000;
const GAP = 15_000;

function chooserOf(rows: Row[], more: { schedule?: Schedule; subjectRows?: number | null; perMinute?: number } = {}) {
  const { schedule = 'adaptive', subjectRows = 200, perMinute = 60 } = more;
  const source = { subjectRows, hasCourses: true };
  const chooser = new Chooser({
    schedule,
    intervalMs: INTERVAL,
    perMinute,
    stalenessMs: 24 * HOUR,
    source,
    epochMs: 0,
  });
  chooser.put(rows, 0);
  return chooser;
}

const asks = (chooser: Chooser, nowMs: number, most = 10): string[] =>
  chooser.best(nowMs, most).choices.map(({ ask }) => askKey(ask));

/** Sends the best request, if there is one, and returns its name. */
function ask(chooser: Chooser, nowMs: number): string | undefined {
  const [choice] = chooser.best(nowMs, 1).choices;
  if (choice === undefined) return undefined;
  chooser.begun(choice);
  chooser.looked(choice.ask, nowMs);
  return askKey(choice.ask);
}

t.test('a subject of one page is asked for as a whole', (t) => {
  const chooser = chooserOf([boardRow(10_000, 'CSE 310'), boardRow(10_001, 'CSE 110'), boardRow(10_002, 'MAT 265')]);
  t.same(asks(chooser, INTERVAL).sort(), ['2267 CSE', '2267 MAT 265'], 'a lone course is cheaper by itself');
  t.end();
});

t.test(
  'in a subject of many pages, a course goes alone when it gains more than the subject does for each page',
  (t) => {
    const rows = [
      boardRow(10_000, 'CSE 310', { watches: 100 }),
      boardRow(10_001, 'CSE 110'),
      boardRow(10_002, 'CSE 200'),
    ];
    const chooser = chooserOf(rows);
    chooser.setKnown('2267', 'CSE', 900);
    t.same(asks(chooser, INTERVAL), ['2267 CSE 310', '2267 CSE 110', '2267 CSE 200']);
    chooser.setKnown('2267', 'CSE', 200);
    t.same(asks(chooser, INTERVAL), ['2267 CSE']);
    t.end();
  },
);

t.test('the request with the greatest gain goes first: appeal times the square of its age', (t) => {
  const rows = [boardRow(10_000, 'CSE 310'), boardRow(10_001, 'MAT 265', { watches: 16 })];
  const chooser = chooserOf(rows, { subjectRows: null });
  t.same(asks(chooser, INTERVAL), ['2267 MAT 265', '2267 CSE 310']);
  chooser.looked({ term: '2267', course: { subject: 'MAT', catalogNumber: '265' } }, 200_000);
  t.same(asks(chooser, INTERVAL), ['2267 CSE 310', '2267 MAT 265'], '(1 · 300²) is more than (4 · 100²)');
  t.end();
});

t.test('with enough budget, a course is asked for when its gain reaches the square of the least gap', (t) => {
  const chooser = chooserOf([boardRow(10_000, 'CSE 310', { seen: full({ changedAt: -31 * HOUR }) })]);
  const due = GAP * Math.sqrt(8);
  t.same(asks(chooser, due - 1_000), []);
  t.ok(Math.abs(chooser.best(0, 1).nextAt - due) < 1_000, String(chooser.best(0, 1).nextAt));
  t.same(asks(chooser, due + 1_000), ['2267 CSE 310']);
  t.end();
});

t.test('the same course is not asked for twice within the least gap, however many watch it', (t) => {
  const chooser = chooserOf([boardRow(10_000, 'CSE 310', { watches: 10_000 })]);
  t.same(asks(chooser, GAP - 1), []);
  t.same(asks(chooser, GAP), ['2267 CSE 310']);
  t.end();
});

t.test('the promise is one interval where someone waits for a seat, and four where nobody does', (t) => {
  const calm = full({ status: 'open', open: 100, changedAt: -10_000 * HOUR });
  const waiting = full({ status: 'waitlist', waiting: 1_000, changedAt: -10_000 * HOUR });
  t.equal(chooserOf([boardRow(10_000, 'CSE 310', { seen: calm })]).best(0, 1).nextAt, 4 * INTERVAL);
  t.equal(chooserOf([boardRow(10_000, 'CSE 310', { seen: waiting })]).best(0, 1).nextAt, INTERVAL);
  t.end();
});

t.test('a new watch adds 1 to the appeal until the next look', (t) => {
  const old = full({ changedAt: -10_000 * HOUR });
  const chooser = chooserOf([boardRow(10_000, 'CSE 310', { seen: old })]);
  t.same(asks(chooser, GAP), []);
  chooser.put([boardRow(10_000, 'CSE 310', { seen: old, watches: 2 })], GAP);
  t.equal(ask(chooser, GAP), '2267 CSE 310');
  t.same(asks(chooser, 3 * GAP), []);
  t.end();
});

t.test('a number that was never seen goes at once, but every fourth request is an ordinary one', (t) => {
  const numbers = Array.from({ length: 20 }, (_, index) => boardRow(10_000 + index, null));
  const courses = Array.from({ length: 5 }, (_, index) => boardRow(20_000 + index, `S${index} 100`));
  const chooser = chooserOf([...numbers, ...courses]);
  const sent = chooser.best(INTERVAL, 8).choices.map(({ why }) => why);
  t.same(sent, ['awaited', 'awaited', 'awaited', 'order', 'awaited', 'awaited', 'awaited', 'order']);
  t.end();
});

t.test('after a broken answer about a subject, its courses are asked for one by one when their retry is due', (t) => {
  const failed = { failures: 1, dueAt: INTERVAL + 2_000 };
  const chooser = chooserOf([boardRow(10_000, 'CSE 310'), boardRow(10_001, 'CSE 110')]);
  t.equal(ask(chooser, INTERVAL), '2267 CSE');
  chooser.put([boardRow(10_000, 'CSE 310', failed), boardRow(10_001, 'CSE 110', failed)], INTERVAL);
  t.same(asks(chooser, INTERVAL + 1_999), []);
  t.same(asks(chooser, INTERVAL + 2_000).sort(), ['2267 CSE 110', '2267 CSE 310']);
  t.end();
});

t.test('after a second failure the subject is asked for again', (t) => {
  const failed = { failures: 2, dueAt: 8_000 };
  const chooser = chooserOf([boardRow(10_000, 'CSE 310', failed), boardRow(10_001, 'CSE 110', failed)]);
  t.same(asks(chooser, 7_999), []);
  t.same(asks(chooser, 8_000), ['2267 CSE']);
  t.end();
});

t.test('a section that an answer lacked is asked for by its number when the store says so', (t) => {
  const chooser = chooserOf([boardRow(10_000, 'CSE 310', { missing: true, dueAt: 60_000 })]);
  t.same(asks(chooser, 59_999), []);
  t.same(asks(chooser, 60_000), ['asu/2267/10000']);
  t.end();
});

t.test('when the budget is short, a course that nobody would miss still has its turn', (t) => {
  const hot = Array.from({ length: 100 }, (_, index) => boardRow(10_000 + index, `S${index} 100`, { watches: 100 }));
  const gone = full({ status: 'cancelled', changedAt: -10_000 * HOUR });
  const chooser = chooserOf([...hot, boardRow(20_000, 'OLD 100', { seen: gone })], { perMinute: 1 });
  let now = 0;
  for (let asked = ''; asked !== '2267 OLD 100' && now < 48 * HOUR; now += 60_000) asked = ask(chooser, now) ?? '';
  t.ok(now > 20 * HOUR, `${now / HOUR} h: it waited`);
  t.ok(now <= 24.1 * HOUR, `${now / HOUR} h: it was not forgotten`);
  t.end();
});

t.test('a demand asks at once for every section that the store has made due, once', (t) => {
  const chooser = chooserOf([boardRow(10_000, 'CSE 310'), boardRow(10_001, 'MAT 265')]);
  t.same(asks(chooser, 1), []);
  chooser.put([boardRow(10_000, 'CSE 310', { dueAt: 1 }), boardRow(10_001, 'MAT 265', { dueAt: 1 })], 1);
  t.same(asks(chooser, 1), [], 'not within the least gap');
  chooser.demandDue();
  t.equal(asks(chooser, 1).length, 2);
  ask(chooser, 1);
  t.equal(asks(chooser, 1).length, 1, 'once');
  t.end();
});

t.test('a request under way is not sent again, nor are the courses in it', (t) => {
  const chooser = chooserOf([boardRow(10_000, 'CSE 310'), boardRow(10_001, 'CSE 110')]);
  const [choice] = chooser.best(INTERVAL, 1).choices;
  chooser.begun(choice!);
  t.same(asks(chooser, INTERVAL), []);
  chooser.refused(choice!.ask);
  t.same(asks(chooser, INTERVAL), ['2267 CSE'], 'after a refusal it is due as before');
  t.end();
});

t.test('stagger asks for even numbers at the start of an interval and for odd ones in its middle, once each', (t) => {
  const rows = [boardRow(10_000, 'CSE 310'), boardRow(10_003, 'MAT 265'), boardRow(10_004, 'MAT 265')];
  const chooser = chooserOf(rows, { schedule: 'stagger', subjectRows: null });
  const sent: string[] = [];
  for (let now = 1_000; now < 3 * INTERVAL; now += 1_000) {
    const asked = ask(chooser, now);
    if (asked !== undefined) sent.push(`${asked} ${now / INTERVAL}`);
  }
  t.same(sent, ['2267 MAT 265 0.5', '2267 CSE 310 1', '2267 MAT 265 1.5', '2267 CSE 310 2', '2267 MAT 265 2.5']);
  t.end();
});

t.test('under every schedule, nothing starves and the least gap is kept', (t) => {
  const schedule = fc.constantFrom<Schedule>('adaptive', 'fixed', 'stagger');
  const course = fc.record({ subject: fc.integer({ min: 0, max: 4 }), watches: fc.integer({ min: 1, max: 500 }) });
  const pages = fc.integer({ min: 1, max: 900 });
  fc.assert(
    fc.property(schedule, fc.array(course, { minLength: 1, maxLength: 12 }), pages, (schedule, courses, known) => {
      const rows = courses.map(({ subject, watches }, index) =>
        boardRow(10_000 + index, `S${subject} ${100 + index}`, { watches }),
      );
      const chooser = chooserOf(rows, { schedule });
      for (let subject = 0; subject < 5; subject += 1) chooser.setKnown('2267', `S${subject}`, known);
      const last = new Map(rows.map(({ course }) => [`2267 ${course!.subject} ${course!.catalogNumber}`, 0]));
      for (let now = 0; now < 4 * INTERVAL; now += 1_000) {
        const [choice] = chooser.best(now, 1).choices;
        if (choice === undefined) continue;
        chooser.begun(choice);
        chooser.looked(choice.ask, now);
        const name = askKey(choice.ask);
        for (const [course, at] of last) {
          if (course !== name && !course.startsWith(`${name} `)) continue;
          if (course === name && now - at < GAP) return false;
          last.set(course, now);
        }
      }
      return [...last.values()].every((at) => at >= 2.5 * INTERVAL);
    }),
    { seed: 10, numRuns: 60 },
  );
  t.end();
});

t.test('what becomes due while a look is under way is still due when the look has ended', (t) => {
  const row = boardRow(10_000, 'CSE 310');
  const chooser = chooserOf([row], { schedule: 'fixed' });
  const [choice] = chooser.best(INTERVAL, 1).choices;
  chooser.begun(choice!);
  chooser.put([{ ...row, dueAt: INTERVAL + 1 }], INTERVAL + 1);
  chooser.looked(choice!.ask, INTERVAL + 2);
  t.same(asks(chooser, INTERVAL + 2 + GAP), [askKey(choice!.ask)]);
  t.end();
});
