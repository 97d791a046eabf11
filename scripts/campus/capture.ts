/** A captured answer of the real search API. Its rows are served unchanged until their section is changed by hand. */
import { campusError } from './errors.ts';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { reasonOf } from '../../src/runtime/index.ts';
import { keyOf } from './section.ts';
import type { CampusSection } from './section.ts';

const Texts = Type.Union([Type.Null(), Type.Array(Type.Union([Type.String(), Type.Null()]))]);
const Digits = Type.Union([Type.Integer(), Type.String({ pattern: '^-?\\d+$' })]);
const Row = Type.Object({
  CLAS: Type.Object({
    STRM: Type.String(),
    CLASSNBR: Type.String(),
    SUBJECT: Type.String(),
    CATALOGNBR: Type.String(),
    TITLE: Type.String(),
    CLASSSECTION: Type.Optional(Type.String()),
    SUBJECTDESCRIPTION: Type.Optional(Type.String()),
    CLASSSTAT: Type.Optional(Type.String()),
    UNITSMAXIMUM: Type.Optional(Type.String()),
    WAITCAP: Type.Optional(Digits),
    WAITTOT: Type.Optional(Digits),
    INSTRUCTORSLIST: Texts,
    STARTTIMES: Texts,
    ENDTIMES: Texts,
  }),
  DAYLIST: Type.Optional(Texts),
  LOCATIONBUILDING: Type.Optional(Type.Array(Type.Object({ NAME: Type.String() }))),
  seatInfo: Type.Object({ ENRL_CAP: Digits, ENRL_TOT: Digits }),
  reservedSeatsInfo: Type.Optional(Type.Array(Type.Object({ ENRL_CAP: Digits, ENRL_TOT: Digits }))),
});
const Answer = Type.Object({ classes: Type.Array(Row) });

/** Reads the sections of a captured answer. @throws PMC_CONFIG_INVALID */
export function readCapture(text: string, path: string): CampusSection[] {
  const refuse = (reason: string, cause?: unknown): Error =>
    campusError('PMC_CONFIG_INVALID', { name: '--capture', value: path, reason }, cause);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    throw refuse(reasonOf(error), error);
  }
  if (!Value.Check(Answer, answer)) {
    const [problem] = Value.Errors(Answer, answer);
    throw refuse(`${problem?.instancePath ?? ''} ${problem?.message ?? ''}`.trim());
  }
  return answer.classes.map((row) => {
    const { CLAS: clas, seatInfo } = row;
    return {
      term: clas.STRM,
      classNumber: clas.CLASSNBR,
      subject: clas.SUBJECT,
      subjectName: clas.SUBJECTDESCRIPTION ?? clas.SUBJECT,
      catalogNumber: clas.CATALOGNBR,
      title: clas.TITLE,
      sectionNumber: clas.CLASSSECTION ?? '',
      units: Number(clas.UNITSMAXIMUM ?? 0),
      instructors: clas.INSTRUCTORSLIST?.filter((name) => name !== null) ?? null,
      meetings: (clas.STARTTIMES ?? [null]).map((start, index) => ({
        days: row.DAYLIST?.[index] ?? '',
        start,
        end: clas.ENDTIMES?.[index] ?? null,
        location: row.LOCATIONBUILDING?.[index]?.NAME ?? '',
      })),
      capacity: Number(seatInfo.ENRL_CAP),
      enrolled: Number(seatInfo.ENRL_TOT),
      reserved: (row.reservedSeatsInfo ?? []).map((group) => ({
        label: 'Reserved group',
        capacity: Number(group.ENRL_CAP),
        enrolled: Number(group.ENRL_TOT),
        until: null,
      })),
      waitlist: { capacity: Number(clas.WAITCAP ?? 0), count: Number(clas.WAITTOT ?? 0) },
      listing: (clas.CLASSSTAT ?? 'A') === 'A' ? ('active' as const) : ('cancelled' as const),
      captured: row,
    };
  });
}

/** Replaces generated courses with captured ones: all sections of a captured course come from the capture. */
export function overlay(captured: readonly CampusSection[], generated: readonly CampusSection[]): CampusSection[] {
  const courseOf = ({ term, subject, catalogNumber }: CampusSection): string => `${term} ${subject} ${catalogNumber}`;
  const courses = new Set(captured.map(courseOf));
  const keys = new Set(captured.map(keyOf));
  return [...generated.filter((section) => !courses.has(courseOf(section)) && !keys.has(keyOf(section))), ...captured];
}
