import fc from 'fast-check';
import t from 'tap';
import { calendarOf, type CalendarEvent } from '../../../src/web/formats/icalendar.ts';

const EVENT: CalendarEvent = {
  uid: 'asu/2267/66445/0@pickmyclass',
  stamp: '2026-11-23T20:00:00.000Z',
  start: '20261123T163000',
  end: '20261123T174500',
  repeats: 'FREQ=WEEKLY;COUNT=32;BYDAY=MO,WE',
  title: 'CSE 310',
  place: 'Tempe - PSH153',
  description: 'Weekly',
};

t.test('an event has its times, its repetition and its place', (t) => {
  t.equal(
    calendarOf([EVENT]),
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//PickMyClass//EN',
      'CALSCALE:GREGORIAN',
      'BEGIN:VEVENT',
      'UID:asu/2267/66445/0@pickmyclass',
      'DTSTAMP:20261123T200000Z',
      'DTSTART:20261123T163000',
      'DTEND:20261123T174500',
      'RRULE:FREQ=WEEKLY;COUNT=32;BYDAY=MO,WE',
      'SUMMARY:CSE 310',
      'LOCATION:Tempe - PSH153',
      'DESCRIPTION:Weekly',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  );
  t.end();
});

t.test('a whole day has no time of day', (t) => {
  const { end: _, repeats: __, ...rest } = EVENT;
  t.match(calendarOf([{ ...rest, start: '20261124' }]), 'DTSTART;VALUE=DATE:20261124\r\nSUMMARY');
  t.end();
});

t.test('no title can begin a line of its own, and each line has at most 75 bytes of whole characters', (t) => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constant('x\r\nEND:VEVENT\nATTENDEE:a'),
        fc.constant('é'.repeat(90)),
      ),
      (title) => {
        const text = calendarOf([{ ...EVENT, title }]);
        const lines = text.split('\r\n');
        const unfolded = text.replaceAll('\r\n ', '').split('\r\n');
        return (
          lines.every((line) => Buffer.byteLength(line) <= 75) &&
          !/[\n\r]/.test(lines.join('')) &&
          unfolded.length === 16 &&
          unfolded[10]!.startsWith('SUMMARY:')
        );
      },
    ),
    { seed: 11 },
  );
  t.end();
});
