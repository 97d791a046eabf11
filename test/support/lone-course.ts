/** One course with two sections, one of which is watched. */
import type { Checking } from './checking.ts';
import { checking, INTERVAL_MS } from './checking.ts';

/**
 * The watched section 66445 of CSE 310, which was looked at with its course, and another section of the same course.
 */
export async function stage(...args: Parameters<typeof checking>): Promise<Checking> {
  const all = await checking(...args);
  all.source.set('66445');
  all.source.set('70380');
  await all.watch('66445', ['cancelled', 'opened']);
  await all.wake();
  await all.clock.advance(INTERVAL_MS);
  all.source.asked.length = 0;
  return all;
}
