import t from 'tap';
import { generateSections } from '../../../scripts/campus/generate.ts';
import { Movement } from '../../../scripts/campus/movement.ts';
import { seatsOf, statusOfSection } from '../../../scripts/campus/section.ts';
import type { CampusSection } from '../../../scripts/campus/section.ts';
import { World } from '../../../scripts/campus/world.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

const HOUR_MS = 3_600_000;

function campus({ seed = 1, speed = 1, sections = 400 } = {}): {
  clock: ManualClock;
  world: World;
  movement: Movement;
  moved: CampusSection[];
  openings: number[];
} {
  const clock = new ManualClock();
  const world = new World(generateSections({ seed, sections, terms: ['2267'] }));
  const moved: CampusSection[] = [];
  const openings: number[] = [];
  world.onChange((section, before) => {
    moved.push({ ...section });
    if (statusOfSection(before) !== 'open' && statusOfSection(section) === 'open')
      openings.push(seatsOf(section).open ?? 0);
  });
  return { clock, world, moved, openings, movement: new Movement({ world, seed, clock, speed }) };
}

t.test('the pace is that of the first days of registration, about 4.8 changes per section and day', async (t) => {
  const { clock, movement, moved } = campus();
  movement.start();
  await clock.advance(24 * HOUR_MS);
  const pace = moved.length / 400;
  t.ok(pace > 3.8 && pace < 5.8, `${pace} changes per section and day`);
});

t.test('nine of ten openings are a single seat, and none lasts long', async (t) => {
  const { clock, movement, openings } = campus();
  movement.start();
  await clock.advance(24 * HOUR_MS);
  t.ok(openings.length > 100);
  const single = openings.filter((open) => open === 1).length / openings.length;
  t.ok(single > 0.83 && single < 0.97, `${single} single`);
});

t.test('the share of full sections stays about the same', async (t) => {
  const { clock, world, movement } = campus();
  const full = (): number =>
    world.sections.filter((section) => (seatsOf(section).available ?? 1) <= 0).length / world.sections.length;
  const before = full();
  movement.start();
  await clock.advance(48 * HOUR_MS);
  t.ok(Math.abs(full() - before) < 0.1, `${before} then ${full()}`);
  t.ok(
    world.sections.every(
      ({ enrolled, waitlist }) => enrolled >= 0 && waitlist.count >= 0 && waitlist.count <= waitlist.capacity,
    ),
  );
});

t.test('the same seed gives the same moves', async (t) => {
  const run = async (): Promise<unknown> => {
    const { clock, movement, moved } = campus({ seed: 4 });
    movement.start();
    await clock.advance(HOUR_MS);
    return moved;
  };
  t.same(await run(), await run());
});

t.test('while paused, nothing moves and no timer is left; once resumed, it continues', async (t) => {
  const { clock, movement, moved } = campus();
  movement.start();
  t.equal(movement.running, true);
  await clock.advance(HOUR_MS);
  movement.stop();
  const before = moved.length;
  t.equal(clock.waiting, 0);
  await clock.advance(HOUR_MS);
  t.equal(moved.length, before);
  movement.start();
  await clock.advance(HOUR_MS);
  t.ok(moved.length > before);
});

t.test('speed 0 never starts, speed 10 moves ten times as much', async (t) => {
  const still = campus({ speed: 0 });
  still.movement.start();
  t.equal(still.movement.running, false);
  t.equal(still.clock.waiting, 0);
  const fast = campus({ speed: 10 });
  fast.movement.start();
  await fast.clock.advance(2 * HOUR_MS);
  t.ok(fast.moved.length > 1_000, `${fast.moved.length}`);
});
