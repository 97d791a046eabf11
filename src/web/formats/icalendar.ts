/**
 * A calendar file (RFC 5545). Times are those of the university's clock, wherever the reader is: the file has
 * "floating" times, which need no table of time zones.
 */

export interface CalendarEvent {
  uid: string;
  /** When the file was made. ISO 8601. */
  stamp: string;
  /** `20261123T163000`, or `20261123` for a whole day. */
  start: string;
  end?: string;
  /** `FREQ=WEEKLY;…`. */
  repeats?: string;
  title: string;
  place: string;
  description: string;
}

export const CALENDAR_TYPE = 'text/calendar; charset=utf-8';
const LINE_BYTES = 75;

export function calendarOf(events: readonly CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//PickMyClass//EN',
    'CALSCALE:GREGORIAN',
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines({ uid, stamp, start, end, repeats, title, place, description }: CalendarEvent): string[] {
  const asDate = start.includes('T') ? '' : ';VALUE=DATE';
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${stamp.replaceAll(/[-:]|\.\d+/g, '')}`,
    `DTSTART${asDate}:${start}`,
    ...(end === undefined ? [] : [`DTEND${asDate}:${end}`]),
    ...(repeats === undefined ? [] : [`RRULE:${repeats}`]),
    `SUMMARY:${escapeText(title)}`,
    ...(place === '' ? [] : [`LOCATION:${escapeText(place)}`]),
    `DESCRIPTION:${escapeText(description)}`,
    'END:VEVENT',
  ];
}

/** Control characters other than a line end are not allowed at all. */
function escapeText(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u{85}\u{2028}\u{2029}]/gu, '\n')
    .replaceAll(/(?!\n)\p{Cc}/gu, ' ')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/** Splits a line after 75 bytes, never within a character. */
function folded(line: string): string {
  let result = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > LINE_BYTES) {
      result += '\r\n ';
      bytes = 1;
    }
    result += character;
    bytes += size;
  }
  return result;
}
