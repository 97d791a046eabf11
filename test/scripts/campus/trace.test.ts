import { readFile } from 'node:fs/promises';
import t from 'tap';
import { Replay } from '../../../scripts/campus/replay.ts';
import { statusOfSection } from '../../../scripts/campus/section.ts';
import { readTrace } from '../../../scripts/campus/trace.ts';
import { World } from '../../../scripts/campus/world.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

const HEADER = 'time_pacific,section,enrolled,available,waitlisted,total\n';
const SMALL = `${HEADER}2022-02-12T07:00:00,MATH 20C_C04,30,0,0,30
2022-02-12T07:00:10,COGS 14A_A01,12,-2,0,10
2022-02-12T07:00:20,COGS 190_001,0,9999,0,9999
2022-02-12T08:00:00,MATH 20C_C04,29,1,3,30
2022-02-12T08:10:00,MATH 20C_C04,29,1,0,30
2022-02-12T08:20:00,ECE 65_A59,3,2,0,5
2022-02-12T08:30:00,COGS 14A_A01,END,,,
2022-02-12T08:40:00,COGS 14A_A01,9,1,0,10
2022-02-12T09:00:00,COGS 190_001,END,,,
`;

function replay(text: string, speed: number): { clock: ManualClock; world: World; player: Replay } {
  const clock = new ManualClock();
  const trace = readTrace(text, 'series.csv', '2267');
  const world = new World(trace.sections);
  return { clock, world, player: new Replay({ trace, world, clock, speed }) };
}

t.test('sections become courses and class numbers in the order in which they appear', async (t) => {
  const { sections } = readTrace(SMALL, 'series.csv', '2267');
  t.same(
    sections.map(({ term, subject, catalogNumber, sectionNumber, classNumber }) => [
      term,
      subject,
      catalogNumber,
      sectionNumber,
      classNumber,
    ]),
    [
      ['2267', 'MATH', '20C', 'C04', '60001'],
      ['2267', 'COGS', '14A', 'A01', '60002'],
      ['2267', 'COGS', '190', '001', '60003'],
      ['2267', 'ECE', '65', 'A59', '60004'],
    ],
  );
});

t.test('the rows before the first repeated section are the initial state', async (t) => {
  const { sections, steps } = readTrace(SMALL, 'series.csv', '2267');
  t.match(sections, [
    { capacity: 30, enrolled: 30, waitlist: { capacity: 3, count: 0 }, listing: 'active' },
    { capacity: 10, enrolled: 12, listing: 'active' },
    { capacity: 9_999, enrolled: 0 },
    { listing: 'vanished' },
  ]);
  t.equal(steps.length, 6);
});

t.test('a section that becomes open is an opening, even when it returns; seats with a waitlist are not', async (t) => {
  t.equal(readTrace(SMALL, 'series.csv', '2267').openings, 2);
});

t.test('each row is played at its time, X times as fast', async (t) => {
  const { clock, world, player } = replay(SMALL, 60);
  const math = world.find('2267', '60001');
  player.start();
  await clock.advance(59_600);
  t.match(math, { enrolled: 30 });
  await clock.advance(100);
  t.match(math, { enrolled: 29, waitlist: { count: 3 } });
  t.equal(statusOfSection(math), 'full');
  await clock.advance(10_000);
  t.equal(statusOfSection(math), 'open');
  t.match(player.progress, { applied: 2, steps: 6, opened: 1, openings: 2, done: false, at: '2022-02-12T08:10:02' });
});

t.test('a replay ends in the state of the last rows, with every opening counted and no timer left', async (t) => {
  const { clock, world, player } = replay(SMALL, 3_600);
  player.start();
  await clock.advance(3_000);
  t.match(player.progress, { applied: 6, opened: 2, openings: 2, done: true });
  t.same(
    world.sections.map(({ listing, enrolled }) => [listing, enrolled]),
    [
      ['active', 29],
      ['active', 9],
      ['vanished', 0],
      ['active', 3],
    ],
  );
  t.equal(player.running, false);
  t.equal(clock.waiting, 0);
});

t.test('while paused, the recorded time stands still', async (t) => {
  const { clock, world, player } = replay(SMALL, 60);
  player.start();
  await clock.advance(30_000);
  player.stop();
  await clock.advance(10_000_000);
  t.equal(player.progress.applied, 0);
  player.start();
  await clock.advance(29_600);
  t.equal(player.progress.applied, 0);
  await clock.advance(100);
  t.equal(world.find('2267', '60001').enrolled, 29);
});

t.test(
  'a replay of a real series has 24 openings in six sections, and ends with each gone or as recorded',
  async (t) => {
    const text = await readFile('test/fixtures/campus/ucsd-2022-spring-slice.csv', 'utf8');
    const { clock, world, player } = replay(text, 100_000);
    player.start();
    await clock.advance(60_000);
    t.match(player.progress, { done: true, openings: 24, opened: 24 });
    t.ok(
      world.sections.every(({ listing }) => listing === 'vanished'),
      'the series ends with END for each',
    );
  },
);

t.test('an invalid file is refused, and the error names the line', async (t) => {
  for (const [text, reason] of [
    ['', 'no rows'],
    [HEADER, 'no rows'],
    [`${HEADER}2022-02-12T07:00:00,MATH 20C_C04,x,0,0,30\n`, 'line 2: enrolled'],
    [`${SMALL}yesterday,MATH 20C_C04,1,0,0,30\n`, 'line 11: time_pacific'],
    ['a,b\n1,2\n', 'line 2'],
    [`${HEADER}1,2\n`, 'Invalid Record Length'],
  ] as const) {
    t.throws(
      () => readTrace(text, 'series.csv', '2267'),
      { code: 'PMC_CONFIG_INVALID', message: new RegExp(`--trace=series.csv .*${reason}`) },
      reason,
    );
  }
});
