/**
 * A section as ASU's registrar holds it, and the two ways it is shown: a row of the search API and a row of the
 * class-search page.
 */
import * as fc from 'fast-check';
import { countSeats, statusOf } from '../../src/domain/section.ts';
import type { Status } from '../../src/domain/section.ts';
import type { ShownPage, ShownRow } from '../../src/institutions/asu/shown-page.ts';
import type { RawAnswer } from '../../src/institutions/institution.ts';

interface Group {
  capacity: number;
  enrolled: number;
}
interface Meeting {
  days: string;
  start: string;
  end: string;
  location: string;
}
export interface Registered {
  capacity: number | null;
  enrolled: number;
  groups: Group[] | undefined;
  waitlist: { capacity: number; count: number };
  /** null: nobody yet. */
  instructors: string[] | null;
  meetings: Meeting[];
  /** The page's word for "nobody", and whether its table counts over-filled groups as negative seats. */
  nobody: string;
  unclamped: boolean;
}

const MIDNIGHT = '12:00 AM';
const meeting: fc.Arbitrary<Meeting> = fc.oneof(
  fc.record({
    days: fc.constantFrom('M W', 'T Th', 'F', 'Sa'),
    start: fc.constantFrom('9:00 AM', '4:30 PM'),
    end: fc.constantFrom('9:50 AM', '5:45 PM'),
    location: fc.constantFrom('Tempe - PSH153', ''),
  }),
  fc
    .record({
      days: fc.constant(''),
      start: fc.constantFrom('', MIDNIGHT),
      end: fc.constant(''),
      location: fc.constantFrom('ASU Online', 'Internet'),
    })
    .map((online) => ({ ...online, end: online.start })),
);

export const registered: fc.Arbitrary<Registered> = fc.record({
  capacity: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.constantFrom(null, 0, 9999)),
  enrolled: fc.integer({ min: 0, max: 15 }),
  groups: fc.option(
    fc.array(fc.record({ capacity: fc.integer({ min: 0, max: 6 }), enrolled: fc.integer({ min: 0, max: 9 }) }), {
      maxLength: 3,
    }),
    { nil: undefined },
  ),
  waitlist: fc.oneof(
    fc.constant({ capacity: 0, count: 0 }),
    fc.record({ capacity: fc.integer({ min: 1, max: 4 }), count: fc.integer({ min: 0, max: 5 }) }),
  ),
  instructors: fc.option(fc.uniqueArray(fc.constantFrom('Ada Alder', 'Ben Birch', 'Cora Cedar'), { minLength: 1 })),
  meetings: fc.array(meeting, { minLength: 1, maxLength: 3 }),
  nobody: fc.constantFrom('Staff', 'Select instructor during enrollment', 'Instructor not assigned', 'To be announced'),
  unclamped: fc.boolean(),
});

const roomIn = (groups: Group[] = []): number =>
  groups.reduce((sum, { capacity, enrolled }) => sum + Math.max(0, capacity - enrolled), 0);

/** What a perfect watcher would report. */
export function trueStatus({ capacity, enrolled, groups, waitlist }: Registered): Status {
  return statusOf(countSeats(capacity, enrolled, roomIn(groups)), waitlist, false);
}

export function asApi({ capacity, enrolled, groups, waitlist, instructors, meetings }: Registered): RawAnswer {
  const row = {
    CLAS: {
      STRM: '2267',
      CLASSNBR: '66445',
      SUBJECT: 'CSE',
      CATALOGNBR: '310',
      TITLE: 'Data Structures',
      CLASSSTAT: 'A',
      CLASSMTGNBR: '1',
      INSTRUCTORSLIST: instructors,
      STARTTIMES: meetings.map(({ start }) => start || null),
      ENDTIMES: meetings.map(({ end }) => end || null),
      WAITCAP: String(waitlist.capacity),
      WAITTOT: String(waitlist.count),
      HASACTIVERESERVEDSEATS: roomIn(groups) > 0 ? 'Y' : 'N',
    },
    DAYLIST: meetings.map(({ days }) => days),
    LOCATIONBUILDING: meetings.map(({ location }) => ({ NAME: location })),
    seatInfo: { ENRL_CAP: capacity, ENRL_TOT: enrolled },
    ...(groups !== undefined && {
      reservedSeatsInfo: groups.map((group) => ({ ENRL_CAP: group.capacity, ENRL_TOT: group.enrolled })),
    }),
  };
  return { way: 'api', pages: [JSON.stringify({ classes: [row], scrollId: 'next', total: { value: 1 } })] };
}

export function asPage(section: Registered): RawAnswer {
  const { capacity, enrolled, groups, instructors, meetings, nobody, unclamped } = section;
  const left = Math.max(0, (capacity ?? 0) - enrolled);
  const row: ShownRow = {
    cells: {
      course: ['CSE 310'],
      title: ['Data Structures'],
      number: ['66445', 'Syllabus'],
      instructor: instructors ?? [nobody],
      seats: [`${left} of ${capacity}`],
      days: meetings.map(({ days }) => days),
      start: meetings.map(({ start }) => start),
      end: meetings.map(({ end }) => end),
      location: meetings.map(({ location }) => location),
    },
    detailsId: 'detailsOpen=66445-100200',
    opened: left > 0,
    reservedTable: groups === undefined || left === 0 ? null : tableOf(groups, left, unclamped),
  };
  const page: ShownPage = {
    title: 'Class Search',
    list: true,
    noClasses: false,
    loading: false,
    failedCalls: 0,
    announced: null,
    rows: [row],
  };
  return { way: 'dom', page };
}

function tableOf(groups: Group[], left: number, unclamped: boolean): string[][] {
  const room = groups.map(({ capacity, enrolled }) =>
    unclamped ? capacity - enrolled : Math.max(0, capacity - enrolled),
  );
  return [
    ['Reserved Groups', 'Reserved Available Seats', 'Students Enrolled', 'Total Seats Reserved', 'Reserved Until'],
    ...groups.map(({ capacity, enrolled }, i) => [
      'Some majors',
      String(room[i]),
      String(enrolled),
      String(capacity),
      'n/a',
    ]),
    [`Non Reserved Available Seats: ${Math.max(0, left - room.reduce((sum, each) => sum + each, 0))}`],
  ];
}
