/**
 * Sections seen in passing: an answer shows more sections than were leased for its request. They are compared with the
 * store too.
 */
import { observe } from '../../domain/change.ts';
import { formatSectionKey } from '../../domain/section.ts';
import { undecided } from '../../domain/sighting.ts';
import type { SectionStore } from '../../store/sections.ts';
import type { Comparison } from './compare.ts';
import type { LookResult } from './look-result.ts';

/**
 * Compares the sections that an answer shows in passing with the store. Reads the store once if there are any, else
 * not at all. Leaves out sections that the answer is unsure about, and sections that were seen after the request was
 * made (`askedAt`, epoch ms), because this answer may be older. Rejects if the store cannot be read.
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
  const observed = result.observed.flatMap((observation): Comparison['observed'] => {
    const { section, checkedAt } = observation.state;
    const seen = further.get(section);
    const before = stored.get(section) ?? null;
    if (seen === undefined || before === null) return [observation];
    const isOlder = Date.parse(before.checkedAt) > askedAt;
    return isOlder || undecided(before, seen) !== undefined ? [] : [observe(institution, before, seen, checkedAt)];
  });
  return { ...result, observed, inPassing };
}
