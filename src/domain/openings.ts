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

function medianOf(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
