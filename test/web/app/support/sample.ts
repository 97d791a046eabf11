/** Sample sections, one for each case that a student may see. */
import { observe } from '../../../../src/domain/change.ts';
import { countSeats, type SectionState, type SeenSection } from '../../../../src/domain/section.ts';

const CHECKED = '2026-11-23T20:00:00.000Z';

export function sample(classNumber: string, given: Partial<SeenSection> = {}, at: string = CHECKED): SectionState {
  return observe('asu', null, seen(classNumber, given), at).state;
}

function seen(classNumber: string, given: Partial<SeenSection>): SeenSection {
  return {
    term: '2267',
    classNumber,
    subject: 'CSE',
    catalogNumber: '310',
    title: 'Data Structures and Algorithms',
    instructors: ['Ada Alder'],
    meetings: [{ days: ['Mon', 'Wed'], start: '16:30', end: '17:45', location: 'Tempe - PSH153' }],
    seats: countSeats(150, 150, 0),
    waitlist: { capacity: 0, count: 0 },
    cancelled: false,
    ...given,
  };
}

/** CSE 310: open, full, reserved, waitlist, waitlist with seats, over-filled, cancelled, unknown, unlimited. */
export function everyStatus(at: string = CHECKED): SectionState[] {
  return [
    sample('66445', { seats: countSeats(150, 147, 0) }, at),
    sample('66446', { instructors: ['Birk Baum', 'Cleo Cedar'] }, at),
    sample('66447', { seats: countSeats(60, 52, 8), instructors: ['Dora Dogwood'] }, at),
    sample('66448', { waitlist: { capacity: 20, count: 3 }, instructors: [], meetings: [] }, at),
    sample('66449', { seats: countSeats(80, 78, 0), waitlist: { capacity: 10, count: 5 } }, at),
    sample(
      '66450',
      {
        seats: countSeats(40, 43, 0),
        meetings: [
          { days: ['Tue', 'Thu'], start: '09:00', end: '10:15', location: 'Polytechnic - SANCA 151' },
          { days: ['Fri'], start: '11:00', end: '12:50', location: 'Tempe - BYENG 210' },
        ],
      },
      at,
    ),
    sample('66451', { cancelled: true }, at),
    { ...sample('66452', { seats: countSeats(30, 12, 0) }, at), status: 'unknown' },
    sample(
      '66453',
      {
        subject: 'CSE',
        catalogNumber: '599',
        title: 'Thesis',
        seats: countSeats(9999, 4, 0),
        meetings: [{ days: [], start: null, end: null, location: 'Internet' }],
      },
      at,
    ),
  ];
}

/** Returns the state after a look that saw `seats`, with the resulting changes. */
export function withSeats(
  before: SectionState,
  capacity: number,
  enrolled: number,
  at: string,
): ReturnType<typeof observe> {
  return observe(
    'asu',
    before,
    { ...seen(before.classNumber, {}), ...before, cancelled: false, seats: countSeats(capacity, enrolled, 0) },
    at,
  );
}
