/** A live connection whose socket, clock and random numbers a test controls. */
import { Live, type LiveEvent, type SocketEvents } from '../../../../src/web/app/shared/live.ts';
import { ManualClock } from '../../../../src/runtime/testing/index.ts';
import { sample, withSeats } from './sample.ts';

export const A = 'asu/2267/66445';
export const B = 'asu/2267/66446';

export interface Line {
  events: SocketEvents;
  sent: { type: string; sections: string[]; since?: string }[];
  closed: boolean;
}

export function setUp(random = 1) {
  const clock = new ManualClock();
  const lines: Line[] = [];
  const heard: LiveEvent[] = [];
  const live = new Live({
    clock,
    random: () => random,
    onEvent: (event) => heard.push(event),
    connect: (events) => {
      const line: Line = { events, sent: [], closed: false };
      lines.push(line);
      return {
        send: (text) => line.sent.push(JSON.parse(text) as Line['sent'][number]),
        close: () => {
          line.closed = true;
        },
      };
    },
  });
  const open = (index: number): Line => {
    lines[index]!.events.opened();
    return lines[index]!;
  };
  return {
    clock,
    lines,
    heard,
    live,
    open,
    say: (index: number, frame: object) => lines[index]!.events.received(JSON.stringify(frame)),
  };
}

export const snapshot = (cursor: string) => ({ type: 'snapshot', cursor, reset: false, sections: [sample('66445')] });
export const change = (cursor: string) => ({
  type: 'change',
  cursor,
  change: withSeats(sample('66445'), 150, 149, '2026-11-23T20:01:00.000Z').changes[0],
});
export const connections = (heard: LiveEvent[]): string[] =>
  heard.flatMap((event) => (event.type === 'connection' ? [event.connection] : []));
