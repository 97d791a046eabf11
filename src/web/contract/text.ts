/** Responses that are not JSON. */
import type { Readable } from 'node:stream';
import { Type } from 'typebox';

/** `Body`: what the route sends. */
const text = <Body = string>(type: string, description: string) => ({
  description,
  content: { [type]: { schema: Type.Unsafe<Body>({ type: 'string' }) } },
});

export const HtmlPage = text('text/html', 'an HTML page');
export const MetricsText = text('text/plain', 'Prometheus text');
export const AtomFeed = text('application/atom+xml', 'an Atom feed, the newest change first');
export const CsvTable = text<Readable>(
  'text/csv',
  'one line for each change, after a line with the names of the columns',
);
export const EventStreamText = text('text/event-stream', 'server-sent events, until the client leaves');
export const CalendarFile = text('text/calendar', 'an iCalendar file');
