/** Decides whether a reported change was true: the campus must have shown its state shortly before. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Change, ChangeKind } from '../../src/domain/change.ts';
import type { Seats } from '../../src/domain/section.ts';
import { seatsOf, statusOfSection } from '../campus/section.ts';
import type { SectionFacts } from '../campus/section.ts';
import type { Truth } from './truth.ts';

/** How old an answer may be when it is read. On a busy machine, opening the page row by row takes long. */
const LOOK_MS = 20_000;

/** Why the change cannot be true; undefined when it can. */
export function untrueIn(truth: Truth, change: Change): string | undefined {
  const { section, kind, before, after, detectedAt } = change;
  const factsAt = (instant: string): SectionFacts[] =>
    truth.between(section, Date.parse(instant) - LOOK_MS, Date.parse(instant));
  const now = factsAt(detectedAt);
  if (!now.some((facts) => shows(kind, facts, change)))
    return `the campus never showed it: ${describe(now)}, told ${after.status} ${JSON.stringify(after.seats)}`;
  if (kind !== 'opened' && kind !== 'closed') return undefined;
  const then = factsAt(before.checkedAt);
  return then.some((facts) => (statusOfSection(facts) === 'open') === (before.status === 'open'))
    ? undefined
    : `it was not ${before.status} before: ${describe(then)}`;
}

function shows(kind: ChangeKind, facts: SectionFacts, { after }: Change): boolean {
  switch (kind) {
    case 'opened':
      return statusOfSection(facts) === 'open' && areSeatsOf(facts, after.seats);
    case 'closed':
      return statusOfSection(facts) !== 'open';
    case 'seats':
      return areSeatsOf(facts, after.seats);
    case 'waitlist':
      return isDeepStrictEqual(facts.waitlist, after.waitlist);
    case 'instructor':
      return isDeepStrictEqual((facts.instructors ?? []).toSorted(), after.instructors?.toSorted());
    case 'schedule':
      return (
        facts.meetings.filter(({ start }) => start !== null).length ===
        after.meetings?.filter(({ start }) => start !== null).length
      );
    case 'cancelled':
      return facts.listing !== 'active';
    case 'listed':
      return facts.listing === 'active';
    default:
      return kind satisfies never;
  }
}

/** Rough seats say that none is left. They do not say how many students exceed the capacity. */
export function areSeatsOf(facts: SectionFacts, { rough, ...seats }: Seats): boolean {
  const truly = seatsOf(facts);
  if (rough !== true) return isDeepStrictEqual(truly, seats);
  return truly.capacity === seats.capacity && (truly.available ?? 0) <= 0 && (seats.available ?? 0) <= 0;
}

function describe(facts: readonly SectionFacts[]): string {
  return facts.map((each) => `${statusOfSection(each)} ${each.enrolled}/${each.capacity}`).join(' → ');
}
