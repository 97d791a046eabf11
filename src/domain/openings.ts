/** How often a section opens, and for how long. Pure. */

/** A change that begins or ends a time with open seats. */
export interface SeatEvent {
  kind: (typeof SEAT_EVENTS)[number];
  /** Epoch milliseconds. */
  at: number;
}

export const SEAT_EVENTS = ['opened', 'closed', 'cancelled'] as const;

export interface Openings {
  count: number;
  /** The median over the openings that have ended; null: none has. */
  medianMs: number | null;
}

/** What others do about a section, and how it behaves. */
export interface Figures extends Openings {
  /** How many watches are not paused. */
  watchers: number;
}

/** `events`: oldest first. An end whose opening is not among them does not count. */
export function openingsOf(events: readonly SeatEvent[]): Openings {
  const durations: number[] = [];
  let openedAt: number | undefined;
  for (const { kind, at } of events) {
    if (kind !== 'opened' && openedAt !== undefined) durations.push(at - openedAt);
    openedAt = kind === 'opened' ? at : undefined;
  }
  return { count: events.filter(({ kind }) => kind === 'opened').length, medianMs: medianOf(durations) };
}

/**
 * The times from `from` to `to` at which seats were open. `events`: oldest first, all of them within that time.
 * `openNow`: whether seats are open at `to`, which tells what was before the first event when there is none.
 */
export function openTimes(
  events: readonly SeatEvent[],
  openNow: boolean,
  { from, to }: { from: number; to: number },
): { from: number; to: number }[] {
  const [first] = events;
  const openBefore = first === undefined ? openNow : first.kind === 'closed';
  const times: { from: number; to: number }[] = [];
  let since = openBefore ? from : undefined;
  for (const { kind, at } of events) {
    if (kind === 'opened') since ??= at;
    else if (since !== undefined) {
      times.push({ from: since, to: at });
      since = undefined;
    }
  }
  return since === undefined ? times : [...times, { from: since, to }];
}

function medianOf(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
