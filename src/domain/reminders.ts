/** Reminders: a watch that asks for them is told again every hour while its section stays open. Pure. */

/** A notification of an opening, or a reminder of it, on one destination. Instants in epoch milliseconds. */
export interface ToldOpening {
  watchId: string;
  section: string;
  destination: string;
  status: 'pending' | 'sent' | 'dead';
  queuedAt: number;
  sentAt: number | null;
  /** Which reminder it is, counted from 1; 0: the opening itself. */
  reminder: number;
}

/** A student who has not acted by then has seen it. */
export const MOST_REMINDERS = 6;
const EVERY_MS = 3_600_000;
/** Openings queued longer ago cannot have a reminder left, with a night of quiet hours in between. */
export const REMINDED_FOR_MS = 2 * 24 * 3_600_000;

/**
 * The openings that are due for their next reminder: the newest that each watch was told of a section on a destination,
 * if it was sent an hour ago or more.
 */
export function remindersDue<Told extends ToldOpening>(told: readonly Told[], now: number): Told[] {
  const newest = new Map<string, Told>();
  for (const each of told) {
    const key = `${each.destination} ${each.watchId} ${each.section}`;
    const other = newest.get(key);
    if (other === undefined || other.queuedAt < each.queuedAt) newest.set(key, each);
  }
  return [...newest.values()].filter(
    ({ status, sentAt, reminder }) =>
      status === 'sent' && sentAt !== null && sentAt <= now - EVERY_MS && reminder < MOST_REMINDERS,
  );
}

/** What the id of a reminder names. `changeId` null: the opening was that of a new section. */
export function reminderSubject(section: string, changeId: string | null, reminder: number): string {
  return `${changeId ?? `${section}:new-section`}~${reminder}`;
}
