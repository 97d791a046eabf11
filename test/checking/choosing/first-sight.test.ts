import t from 'tap';
import { Chooser } from '../../../src/checking/choosing/chooser.ts';
import type { Row } from '../../../src/checking/choosing/row.ts';
import { askKey } from '../../../src/checking/choosing/row.ts';
import { boardRow, full } from '../../support/board-rows.ts';

const SECTIONS = 6_250;
const SUBJECTS = 200;

/** The course of a class number: neighbours are in one subject, seven sections to a course. */
function courseOf(index: number): string {
  return `S${Math.floor((index * SUBJECTS) / SECTIONS)} ${100 + (index % 5)}`;
}

/** Sees everything that is watched for the first time, and returns the requests that it took. */
function firstLooks(sections: number, subjectRows: number | null): number {
  const chooser = chooserOf(subjectRows);
  const shownBy = new Map<string, Row[]>();
  for (let index = 0; index < sections; index += 1) {
    const row = boardRow(10_000 + index, courseOf(index));
    const [term, course] = [row.term, row.course!];
    for (const ask of [{ section: row.section }, { term, course }, { term, subject: course.subject }])
      shownBy.set(askKey(ask), [...(shownBy.get(askKey(ask)) ?? []), row]);
  }
  chooser.put(
    Array.from({ length: sections }, (_, index) => boardRow(10_000 + index, null)),
    0,
  );
  const unseen = new Set(Array.from({ length: sections }, (_, index) => `asu/2267/${10_000 + index}`));
  let [requests, now] = [0, 0];
  while (unseen.size > 0) {
    now += 1_000;
    const [choice] = chooser.best(now, 1).choices;
    if (choice === undefined) continue;
    chooser.begun(choice);
    chooser.looked(choice.ask, now);
    requests += 1;
    const rows = shownBy.get(askKey(choice.ask))!;
    for (const { section } of rows) unseen.delete(section);
    chooser.put(
      rows.map((row) => ({ ...row, seen: full({ lookedAt: now, changedAt: now }) })),
      now,
    );
  }
  return requests;
}

function chooserOf(subjectRows: number | null): Chooser {
  return new Chooser({
    schedule: 'adaptive',
    intervalMs: 300_000,
    perMinute: 60,
    stalenessMs: 86_400_000,
    source: { subjectRows, hasCourses: true },
    epochMs: 0,
  });
}

t.test('6,250 first looks in 200 subjects need some hundreds of requests', (t) => {
  const requests = firstLooks(SECTIONS, 200);
  t.comment(`${requests} requests`);
  t.ok(requests < 800, `${requests}`);
  t.end();
});

t.test('without requests by subject, the courses of seen numbers tell of their neighbours', (t) => {
  const requests = firstLooks(3_000, null);
  t.comment(`${requests} requests`);
  t.ok(requests < 2_000, `${requests}`);
  t.end();
});

t.test('a subject is not asked for when few numbers are unseen', (t) => {
  const chooser = chooserOf(200);
  chooser.put(
    [10_000, 10_001, 10_002].map((number) => boardRow(number, null)),
    0,
  );
  const [choice] = chooser.best(0, 1).choices;
  t.ok(choice !== undefined && 'section' in choice.ask);
  chooser.begun(choice!);
  chooser.looked(choice!.ask, 1_000);
  const seen = (choice!.ask as { section: string }).section.slice(-5);
  chooser.put([boardRow(Number(seen), 'CSE 310', { seen: full({ lookedAt: 1_000 }) })], 1_000);
  t.same(
    chooser.best(1_000, 5).choices.map(({ why }) => why),
    ['awaited', 'awaited'],
  );
  t.end();
});

t.test('the rest of a subject is asked for when its numbers keep coming up', (t) => {
  const chooser = chooserOf(200);
  const numbers = Array.from({ length: 40 }, (_, index) => 10_000 + index);
  chooser.put(
    numbers.map((number) => boardRow(number, null)),
    0,
  );
  const reasons: string[] = [];
  for (let now = 1_000; now < 5_000; now += 1_000) {
    const [choice] = chooser.best(now, 1).choices;
    reasons.push(choice!.why);
    chooser.begun(choice!);
    chooser.looked(choice!.ask, now);
    if (!('section' in choice!.ask)) break;
    const number = Number(choice!.ask.section.slice(-5));
    chooser.put([boardRow(number, 'CSE 310', { seen: full({ lookedAt: now }) })], now);
  }
  t.same(reasons, ['awaited', 'awaited', 'explore']);
  t.end();
});
