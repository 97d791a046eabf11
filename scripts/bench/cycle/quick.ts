/** Ratios of a cycle for the regression guard: counts only, because a browser's CPU time varies. */
import type { Figures } from '../benchmark.ts';
import { byCourse, slowCampus } from '../campus-questions.ts';
import { measureCycle } from './system.ts';
import { withSystem } from './with-system.ts';

const SECTIONS = 300;

export async function quickCycle(): Promise<Figures> {
  const campus = await slowCampus(SECTIONS, false);
  try {
    return await withSystem(campus, campus, async (program) => {
      await measureCycle(program); // the pages are opened
      const { requests } = await measureCycle(program);
      return { 'requests of a warm cycle for each course': requests! / byCourse(campus).length };
    });
  } finally {
    await campus.close();
  }
}
