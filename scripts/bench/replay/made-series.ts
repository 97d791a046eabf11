/** A series made by the campus's students, for when no recorded one is at hand. The same seed gives the same series. */
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { generateSections } from '../../campus/generate.ts';
import { Movement } from '../../campus/movement.ts';
import type { CampusSection } from '../../campus/section.ts';
import { World } from '../../campus/world.ts';
import type { Series, Step } from './series.ts';
import { seriesOf, TERM } from './series.ts';

const SEED = 1;

/** The first days of registration on a campus of so many sections. */
export async function madeSeries(count: number, durationMs: number): Promise<Series> {
  const clock = new ManualClock(0, async () => {});
  const moving = generateSections({ seed: SEED, sections: count, terms: [TERM] });
  const before = new Map<CampusSection, CampusSection>(moving.map((section) => [section, { ...section }]));
  const world = new World(moving);
  const steps: Step[] = [];
  world.onChange((section) => {
    steps.push({ at: clock.monotonic(), section: before.get(section)!, facts: { ...section } });
  });
  new Movement({ world, seed: SEED, clock, speed: 1 }).start();
  await clock.advance(durationMs);
  return seriesOf([...before.values()], steps);
}
