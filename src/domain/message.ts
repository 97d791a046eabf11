/** Which pending notifications go into one message, and when. Pure: one rule for every store. */
import type { ChannelType } from './channel.ts';
import type { ChangeKind } from './change.ts';
import { groupBy } from './group-by.ts';
import type { NoticeKind } from './notification.ts';
import type { Preferences } from './preferences.ts';
import type { Urgency } from './tell-at.ts';
import { tellAt } from './tell-at.ts';

/** A pending notification that is due. */
export interface DueNotification {
  id: string;
  channel: ChannelType;
  destination: string;
  watchId: string;
  section: string;
  changeId: string | null;
  kind: ChangeKind | null;
  notice: NoticeKind | null;
  /** The message it belongs to since it was first claimed. */
  message: string | null;
  /** Epoch milliseconds. */
  queuedAt: number;
  preferences: Preferences;
}

export interface Message<Row> {
  /** The same on every attempt. */
  id: string;
  rows: Row[];
}

/** `later`: these may be told at `until`; look again then. */
export interface Sorted<Row> {
  messages: Message<Row>[];
  later: { rows: Row[]; until: number }[];
}

/** A list of more watches is hard to read, and the header with which a mail program ends them has a limited length. */
const MOST_WATCHES = 15;
const MOST_ROWS = 60;
/** What waits is looked at again this often, because the student may have changed the hours. */
const LOOK_AGAIN_MS = 15 * 60_000;

/**
 * Puts the due notifications of one destination into messages. A message that was claimed before stays as it is: the
 * receiver may have it already, and must not get it with other contents or get them twice. Everything else of one
 * institution becomes one message, except that a webhook takes each notification by itself.
 *
 * What belongs together (the changes of one version, an earlier message) is told together, as soon as a part of it may
 * be.
 */
export function sortOut<Row extends DueNotification>(due: readonly Row[], now: number): Sorted<Row> {
  const sorted: Sorted<Row> = { messages: [], later: [] };
  const fresh: Row[] = [];
  for (const rows of groupBy(due, unitOf).values()) {
    const [{ message, preferences }] = rows as [Row];
    const until = Math.min(...rows.map((row) => tellAt(urgencyOf(row), preferences, row.queuedAt, now)));
    if (until > now) sorted.later.push({ rows, until: Math.min(until, now + LOOK_AGAIN_MS) });
    else if (message !== null) sorted.messages.push({ id: message, rows });
    else fresh.push(...rows);
  }
  const changed = new Set(fresh.filter(isNews).map(placeOf));
  for (const rows of groupBy(fresh, (row) => kindOfMessage(row, changed)).values())
    for (const part of partsOf(rows)) sorted.messages.push({ id: part[0]!.id, rows: part });
  return sorted;
}

type Belonging = Pick<DueNotification, 'id' | 'message' | 'destination' | 'watchId' | 'changeId'>;

/** What is never told apart: an earlier message, or what one look changed in a section. */
export function unitOf({ id, message, destination, watchId, changeId }: Belonging): string {
  if (message !== null) return `${destination} message ${message}`;
  return changeId === null ? id : `${destination} ${watchId} ${changeId.slice(0, changeId.lastIndexOf(':'))}`;
}

function urgencyOf({ kind, notice }: DueNotification): Urgency {
  if (kind === 'opened') return 'opening';
  return notice === null ? 'digest' : 'notice';
}

const isNews = ({ notice }: DueNotification): boolean => notice === null || notice === 'new-section';
const placeOf = ({ destination, section }: DueNotification): string => `${destination} ${section}`;

/**
 * Notifications with the same value may share a message. `changed`: of which sections there is news for which
 * destinations. That a section is seen again is told together with what was missed.
 */
function kindOfMessage(row: DueNotification, changed: ReadonlySet<string>): string {
  const { id, channel, destination, section } = row;
  if (channel === 'webhook') return id;
  const notice = row.notice === 'seen-again' && changed.has(placeOf(row)) ? null : row.notice;
  switch (notice) {
    case null:
    case 'new-section':
      return `${destination} ${section.slice(0, section.indexOf('/'))}`;
    case 'not-found':
    case 'term-over':
    case 'channel-muted':
      return id;
    case 'outage':
    case 'seen-again':
      return `${destination} ${notice} ${section.slice(0, section.indexOf('/'))}`;
    default:
      return notice satisfies never;
  }
}

/** Parts of a bounded size. A unit stays whole. */
function partsOf<Row extends DueNotification>(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = [];
  let part: Row[] = [];
  for (const unit of groupBy(rows, unitOf).values()) {
    const watches = new Set([...part, ...unit].map(({ watchId }) => watchId));
    if (part.length > 0 && (watches.size > MOST_WATCHES || part.length + unit.length > MOST_ROWS)) {
      parts.push(part);
      part = [];
    }
    part.push(...unit);
  }
  return part.length > 0 ? [...parts, part] : parts;
}
