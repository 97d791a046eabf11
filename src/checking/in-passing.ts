/**
 * Facts in hand: an answer shows more sections than were leased for its question. They are compared with what is
 * stored, too.
 */
import { observe } from '../domain/change.ts';
import { formatSectionKey } from '../domain/section.ts';
import { undecided } from '../domain/sighting.ts';
import type { ClaimedSection, SectionStore } from '../store/sections.ts';
import type { Sight } from './sight.ts';

export interface Compared {
  sight: Sight;
  /** The stored rows of what was seen in passing. */
  inPassing: ClaimedSection[];
}

/**
 * One read of the store for an answer that shows something in passing, and none for another. Left out is what says
 * nothing sure, and what somebody has seen since the question was asked (`askedAt`, epoch ms): this answer may be
 * older. Rejects when the store cannot be read.
 */
export async function compareInPassing(
  sections: Pick<SectionStore, 'known'>,
  institution: string,
  sight: Sight,
  askedAt: number,
): Promise<Compared> {
  if (sight.outcome !== 'complete' || sight.further.length === 0) return { sight, inPassing: [] };
  const further = new Map(
    sight.further.map((seen) => [
      formatSectionKey({ institution, term: seen.term, classNumber: seen.classNumber }),
      seen,
    ]),
  );
  const inPassing = await sections.known([...further.keys()]);
  const stored = new Map(inPassing.map(({ section, state }) => [section, state]));
  const observed = sight.observed.flatMap((observation) => {
    const { section, checkedAt } = observation.state;
    const seen = further.get(section);
    const before = stored.get(section) ?? null;
    if (seen === undefined || before === null) return [observation];
    const isOlder = Date.parse(before.checkedAt) > askedAt;
    return isOlder || undecided(before, seen) !== undefined ? [] : [observe(institution, before, seen, checkedAt)];
  });
  return { sight: { ...sight, observed }, inPassing };
}
