/** Chooses the settled looks that are written together. Pure. */
import type { SectionCommit } from '../../store/sections.ts';

const SECTIONS_MAX = 500;

/**
 * Returns how many of the first looks in `waiting` go into one batch. They have one owner, whose leases they end. No
 * section is in a batch twice: of two looks at a section, the second loses to the first, and each is announced or not
 * as a whole.
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
