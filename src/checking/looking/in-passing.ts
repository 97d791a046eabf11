/**
 * Facts in hand: an answer shows more sections than were leased for its question. They are compared with what is
 * stored, too.
 */
import { observe } from '../../domain/change.ts';
import { formatSectionKey } from '../../domain/section.ts';
import { undecided } from '../../domain/sighting.ts';
import type { SectionStore } from '../../store/sections.ts';
import type { Comparison } from './compare.ts';
import type { LookResult } from './look-result.ts';

/**
 * One read of the store for an answer that shows something in passing, and none for another. Left out is what says
 * nothing sure, and what somebody has seen since the question was asked (`askedAt`, epoch ms): this answer may be
 * older. Rejects when the store cannot be read.
 */
export async function compareInPassing(
  sections: Pick<SectionStore, 'known'>,
  institution: string,
  result: LookResult<Comparison>,
  askedAt: number,
): Promise<LookResult<Comparison>> {
  if (result.outcome !== 'answered' || result.further.length === 0) return result;
  const further = new Map(
    result.further.map((seen) => [
      formatSectionKey({ institution, term: seen.term, classNumber: seen.classNumber }),
      seen,
    ]),
  );
  const inPassing = await sections.known([...further.keys()]);
  const stored = new Map(inPassing.map(({ section, state }) => [section, state]));
  const observed = result.observed.flatMap((observation) => {
    const { section, checkedAt } = observation.state;
    const seen = further.get(section);
    const before = stored.get(section) ?? null;
    if (seen === undefined || before === null) return [observation];
    const isOlder = Date.parse(before.checkedAt) > askedAt;
    return isOlder || undecided(before, seen) !== undefined ? [] : [observe(institution, before, seen, checkedAt)];
  });
  return { ...result, observed, inPassing };
}
