/** What is new about one section: the changes that one message tells of together, and the state now. */
import type { Change, ChangeKind } from '../../domain/change.ts';
import { CHANGE_KINDS } from '../../domain/change.ts';
import type { ClaimedNotification, ToldWatch } from '../../domain/notification.ts';
import type { SectionState } from '../../domain/section.ts';
import { isOpenFor } from '../../domain/wants.ts';

export interface News {
  section: string;
  /** The most important change, and as what it is told: a watch for several seats hears of `seats` as `opened`. */
  lead: Change;
  kind: ChangeKind;
  /** It was told before, and the section is still open. */
  isReminder: boolean;
  /** The section was never seen before. */
  isNew: boolean;
  /** It could not be seen since then, epoch ms; null: it was seen all the time. */
  unseenSince: number | null;
  /** The last state that the student knows of. */
  before: SectionState;
  current: SectionState;
  /** It is no longer as the message would promise: the message is late, and says what is true now. */
  moved: boolean;
  /** null: it has ended. */
  watch: ToldWatch | null;
  watchIds: string[];
}

/** Gathers the changes by section, the section with the most important one first. Notices have none. */
export function newsOf(bundle: readonly ClaimedNotification[]): News[] {
  const bySection = new Map<string, About[]>();
  for (const told of bundle) {
    const { section } = told;
    const change = told.change ?? appearanceOf(told);
    if (change !== null) bySection.set(section, [...(bySection.get(section) ?? []), { ...told, change }]);
  }
  const unseen = new Map(
    bundle.flatMap(({ notice, section, detectedAt }) =>
      notice === 'seen-again' ? [[section, detectedAt] as const] : [],
    ),
  );
  return [...bySection.values()]
    .map((told) => aboutSection(told, unseen))
    .toSorted((a, b) => rank(a.kind) - rank(b.kind));
}

/** A new section has no change, because nothing is known of it before. It is told as if it had just opened. */
function appearanceOf({ id, section, notice, current, detectedAt: at }: ClaimedNotification): Change | null {
  if (notice !== 'new-section' || current === null) return null;
  const detectedAt = new Date(at).toISOString();
  return { id, section, kind: 'opened', version: 1, before: current, after: current, detectedAt };
}

type About = ClaimedNotification & { change: Change };

function aboutSection(told: readonly About[], unseen: ReadonlyMap<string, number>): News {
  const [first] = told.toSorted((a, b) => rank(kindOf(a)) - rank(kindOf(b)) || b.change.version - a.change.version);
  const { section, change: lead, watch, reminder, notice } = first!;
  const kind = kindOf(first!);
  const current = told.find((each) => each.current !== null)?.current ?? lead.after;
  const { before } = told.toSorted((a, b) => a.change.version - b.change.version)[0]!.change;
  const holds = kind === 'opened' && watch !== null ? isOpenFor(watch, current) : current.status === lead.after.status;
  const watchIds = [...new Set(told.map(({ watchId }) => watchId))];
  return {
    section,
    lead,
    kind,
    isReminder: reminder > 0,
    isNew: notice === 'new-section',
    unseenSince: unseen.get(section) ?? null,
    before,
    current,
    moved: !holds,
    watch,
    watchIds,
  };
}

const kindOf = ({ kind, change }: About): ChangeKind => kind ?? change.kind;

const rank = (kind: ChangeKind): number => CHANGE_KINDS.indexOf(kind);
