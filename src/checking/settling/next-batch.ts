/** Which settled looks are written together. Pure. */
import type { SectionCommit } from '../../store/sections.ts';

const SECTIONS_MAX = 500;

/**
 * How many of the first of `waiting` go in one batch: of one owner, whose leases they end, and no section twice, so
 * that of two looks at one section the second is lost to the first, and each is told or not as a whole.
 */
export function nextBatch(
  waiting: readonly { look: { job: { owner: string } }; settlement: { commits: Pick<SectionCommit, 'section'>[] } }[],
): number {
  const taken = new Set<string>();
  let count = 0;
  for (const {
    look: { job },
    settlement: { commits },
  } of waiting) {
    if (
      job.owner !== waiting[0]!.look.job.owner ||
      taken.size >= SECTIONS_MAX ||
      commits.some(({ section }) => taken.has(section))
    )
      break;
    for (const { section } of commits) taken.add(section);
    count += 1;
  }
  return count;
}
