/** A section as a row of the search API, with the keys and types of a real answer. */
import { seatsOf } from './section.ts';
import type { CampusSection, CapturedRow } from './section.ts';
import { shortDate, termOf } from './terms.ts';

/** Keys with the same value in every row of a real answer. */
const CONSTANT = {
  CRSEOFFERNBR: '1',
  SESSIONCODE: 'C',
  CLASSMTGNBR: '1',
  SCHEDULEPRINT: 'Y',
  INSTRROLE: 'PI',
  ACADCAREER: 'UGRD',
  OPTIONALSECTION: 'N',
  CLASSTYPE: 'E',
  PROMOD: 'N',
  GRADINGBASIS: null,
  FEESEXIST: null,
  NOTES: [],
  SHOWSUNNUM: 'Y',
  PASSTERM: 'Y',
  SCHEDPRINTINSTR: 'Y',
} as const;

export function buildRow(section: CampusSection): CapturedRow {
  return section.captured === undefined ? generatedRow(section) : capturedRow(section, section.captured);
}

/** The parts of a row that change with the section. */
function movingParts(section: CampusSection): { clas: Record<string, unknown>; row: Record<string, unknown> } {
  const { capacity, enrolled, reserved, waitlist, instructors, listing, subject, catalogNumber } = section;
  const { available, reserved: held } = seatsOf(section);
  return {
    clas: {
      CATALOGNBR: catalogNumber,
      CATALOGNBRFORSORTING: catalogNumber,
      // At the real site these copies lag behind seatInfo. Here they do not.
      ENRLCAP: String(capacity),
      ENRLTOT: String(enrolled),
      WAITCAP: String(waitlist.capacity),
      WAITTOT: String(waitlist.count),
      ENRLSTAT: (available ?? 0) > 0 && listing === 'active' ? 'O' : 'C',
      CLASSSTAT: listing === 'active' ? 'A' : 'X',
      HASACTIVERESERVEDSEATS: held > 0 ? 'Y' : 'N',
      INSTRUCTORSLIST: instructors,
    },
    row: {
      SUBJECTNUMBER: `${subject} ${catalogNumber}`,
      seatInfo: { ENRL_CAP: capacity, ENRL_TOT: enrolled },
      ...(reserved.length > 0 && {
        reservedSeatsInfo: reserved.map((group, index) => ({
          RSRV_CAP_NBR: index + 1,
          DESCR: group.label,
          ENRL_CAP: group.capacity,
          ENRL_TOT: group.enrolled,
          START_DT: null,
          END_DT: group.until,
        })),
      }),
    },
  };
}

/** A captured row with the changes that were made by hand. */
function capturedRow(section: CampusSection, captured: CapturedRow): CapturedRow {
  const { reservedSeatsInfo: _before, ...rest } = captured;
  const { clas, row } = movingParts(section);
  return { ...rest, ...row, CLAS: { ...captured.CLAS, ...clas } };
}

function generatedRow(section: CampusSection): CapturedRow {
  const { term, classNumber, subject, subjectName, catalogNumber, title, sectionNumber, units, instructors, meetings } =
    section;
  const { clas, row } = movingParts(section);
  const { begins, ends } = termOf(term);
  const online = meetings[0]?.start === null;
  const locations = meetings.map(({ location }) => ({
    NAMEFORSORTING: location.toUpperCase(),
    NAME: location,
    DESCR: online ? 'ASU Online' : 'ASU at Tempe',
    ADDRESS: location,
    URL: '',
  }));
  const first = meetings[0];
  return {
    CLAS: {
      STRM: term,
      CLASSNBR: classNumber,
      CRSEID: `1${classNumber}`,
      CLASSSECTION: sectionNumber,
      SUBJECT: subject,
      SUBJECTFORSORTING: subject,
      CAMPUS: 'TEMPE',
      LOCATION: online ? 'ASUONLINE' : 'TEMPE',
      DESCR: online ? 'ASU Online' : 'ASU at Tempe',
      TITLE: title,
      COURSETITLELONG: title,
      STARTDATE: timestamp(begins),
      STARTTIME: first?.start ?? null,
      ENDDATE: timestamp(ends),
      ENDTIME: first?.end ?? null,
      UNITSMINIMUM: String(units),
      UNITSMAXIMUM: String(units),
      UNITSRANGE: `${units} `,
      SSRCOMPONENT: 'LEC',
      XLATLONGNAME: 'Lecture',
      INSTRUCTIONMODE: online ? 'OL' : 'P',
      SUBJECTDESCRIPTION: subjectName,
      CATALOGNBRNUMBER: Number.parseInt(catalogNumber, 10),
      ...notesOf(classNumber, begins),
      KEYWORDSEARCHSTR: `${subject} ${title} ${subjectName} ${instructors?.join(' ') ?? ''}`.toLowerCase(),
      ...CONSTANT,
      ...clas,
      DAYLIST: meetings.map(({ days }) => days).join(', '),
      STARTTIMES: meetings.map(({ start }) => start),
      ENDTIMES: meetings.map(({ end }) => end),
      MEETINGDATES: meetings.map(() => [shortDate(begins), shortDate(ends)]),
      LOCATIONBUILDING: JSON.stringify(locations),
      id: classNumber,
    },
    SECTIONCLASSNUMBER: `${sectionNumber}-(${classNumber})`,
    DAYLIST: meetings.map(({ days }) => days),
    NOTES: '',
    HOURS: String(units),
    SSR: 'Lecture',
    LOCATIONBUILDING: locations,
    MEETINGSTARTDATES: [],
    MTGDATES: [],
    GSGOLD: '',
    GSMAROON: '',
    HASSYLLABUS: Number(classNumber) % 5 === 0,
    ...row,
  };
}

/** Some classes need consent, and some share their seats with another class. Both stay the same for a class number. */
function notesOf(classNumber: string, begins: Date): Record<string, string> {
  const [number, addDays] = [Number(classNumber), 6];
  return {
    CONSENT: number % 17 === 0 ? 'D' : 'N',
    SCTNCOMBINEDID: number % 23 === 0 ? String(1000 + (number % 9000)) : '',
    ENROLLDEADLINE: timestamp(new Date(begins.getTime() + addDays * 86_400_000)),
  };
}

function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, 10)} 00:00:00.0`;
}
