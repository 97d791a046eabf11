/** What is new about one section: the changes that one message tells of together, and the state now. */
import type { Change } from '../../domain/change.ts';
import { CHANGE_KINDS } from '../../domain/change.ts';
import type { ClaimedNotification } from '../../domain/notification.ts';
import type { SectionState } from '../../domain/section.ts';

export interface News {
  section: string;
  /** The most important change. */
  lead: Change;
  /** All of them, the most important first. */
  changes: Change[];
  /** The last state that the student knows of. */
  before: SectionState;
  current: SectionState;
  /** Another status than the message would promise: it is late, and says what is true now. */
  moved: boolean;
  watchIds: string[];
}

/** Gathers the changes by section, the section with the most important one first. Notices have none. */
export function newsOf(bundle: readonly ClaimedNotification[]): News[] {
  const bySection = new Map<string, ClaimedNotification[]>();
  for (const told of bundle)
    if (told.change !== null) bySection.set(told.section, [...(bySection.get(told.section) ?? []), told]);
  return [...bySection.entries()]
    .map(([section, told]) => aboutSection(section, told))
    .toSorted((a, b) => rank(a.lead) - rank(b.lead));
}

function aboutSection(section: string, told: readonly ClaimedNotification[]): News {
  const changes = told
    .flatMap(({ change }) => change ?? [])
    .toSorted((a, b) => rank(a) - rank(b) || b.version - a.version);
  const lead = changes[0]!;
  const current = told.find((each) => each.current !== null)?.current ?? lead.after;
  const before = changes.toSorted((a, b) => a.version - b.version)[0]!.before;
  const watchIds = [...new Set(told.map(({ watchId }) => watchId))];
  return { section, lead, changes, before, current, moved: current.status !== lead.after.status, watchIds };
}

const rank = ({ kind }: Change): number => CHANGE_KINDS.indexOf(kind);
