/**
 * A recorded enrolment series, one row for every change: time_pacific,section,enrolled,available,waitlisted,total.
 *
 * The campus then has only the sections of the file. `COGS 14A_A01` becomes course COGS 14A, section A01. Class numbers
 * count up from 60001 in the order of first appearance. All rows before the first repeated section are the initial
 * state. `END` means that the section vanishes. The file does not give the capacity of a waitlist, so it is the longest
 * one that a section has in the file.
 */
import { campusError } from './errors.ts';
import { parse } from 'csv-parse/sync';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { reasonOf } from '../../src/runtime/index.ts';
import { statusOfSection } from './section.ts';
import type { CampusSection, SectionFacts } from './section.ts';

const FIRST_CLASS_NUMBER = 60_001;
const Count = Type.String({ pattern: '^(-?\\d{1,7})?$' });
const Row = Type.Object({
  time_pacific: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}$' }),
  section: Type.String({ pattern: '^[A-Za-z]{1,8} \\w{1,10}_\\w{1,10}$' }),
  enrolled: Type.Union([Count, Type.Literal('END')]),
  available: Count,
  waitlisted: Count,
  total: Count,
});

/** Only differences of `atMs` are meaningful: the local time of the file is read as UTC. */
export interface TraceStep {
  atMs: number;
  section: CampusSection;
  facts: Partial<SectionFacts>;
}

export interface Trace {
  /** In their initial state; `vanished` if they appear only later. */
  sections: CampusSection[];
  startMs: number;
  steps: TraceStep[];
  /** How often a section becomes `open` in the steps, by the rules of the contract. */
  openings: number;
}

/** Reads a series. @throws PMC_CONFIG_INVALID with the line of the first invalid row */
export function readTrace(text: string, path: string, term: string): Trace {
  const rows = readRows(text, path);
  const sections = makeSections(rows, term);
  const all = rows.map((row): TraceStep => {
    const section = sections.get(row.section)!;
    return { atMs: Date.parse(`${row.time_pacific.replace(' ', 'T')}Z`), section, facts: factsOf(row, section) };
  });
  const scanned = new Set<CampusSection>();
  const repeat = all.findIndex(({ section }) => scanned.size === scanned.add(section).size);
  const scan = all.splice(0, repeat === -1 ? all.length : repeat);
  for (const { section, facts } of scan) Object.assign(section, facts);
  return {
    sections: [...sections.values()],
    startMs: scan.at(-1)!.atMs,
    steps: all,
    openings: countOpenings(sections.values(), all),
  };
}

function readRows(text: string, path: string): Static<typeof Row>[] {
  const refuse = (reason: string, cause?: unknown): Error =>
    campusError('PMC_CONFIG_INVALID', { name: '--trace', value: path, reason }, cause);
  let rows: unknown[];
  try {
    rows = parse(text, { columns: true, skip_empty_lines: true, bom: true });
  } catch (error) {
    throw refuse(reasonOf(error), error);
  }
  if (rows.length === 0) throw refuse('it has no rows');
  return rows.map((row, index) => {
    if (Value.Check(Row, row)) return row;
    const [problem] = Value.Errors(Row, row);
    throw refuse(`line ${index + 2}: ${problem?.instancePath.slice(1) ?? ''} ${problem?.message ?? ''}`);
  });
}

function makeSections(rows: readonly Static<typeof Row>[], term: string): Map<string, CampusSection> {
  const sections = new Map<string, CampusSection>();
  for (const row of rows) {
    const [course = '', sectionNumber = ''] = row.section.split('_');
    const [subject = '', catalogNumber = ''] = course.split(' ');
    const section = sections.get(row.section) ?? {
      term,
      classNumber: String(FIRST_CLASS_NUMBER + sections.size),
      subject,
      subjectName: subject,
      catalogNumber,
      title: course,
      sectionNumber,
      units: 4,
      instructors: null,
      meetings: [{ days: '', start: null, end: null, location: 'Recorded series' }],
      capacity: 0,
      enrolled: 0,
      reserved: [],
      waitlist: { capacity: 0, count: 0 },
      listing: 'vanished' as const,
    };
    section.waitlist.capacity = Math.max(section.waitlist.capacity, Number(row.waitlisted));
    sections.set(row.section, section);
  }
  return sections;
}

function factsOf(row: Static<typeof Row>, { waitlist: { capacity } }: CampusSection): Partial<SectionFacts> {
  if (row.enrolled === 'END') return { listing: 'vanished' };
  return {
    capacity: Number(row.total),
    enrolled: Number(row.enrolled),
    waitlist: { capacity, count: Number(row.waitlisted) },
    listing: 'active',
  };
}

/** Counts the openings in the steps. The first appearance of a section is none, because nothing is known before it. */
function countOpenings(sections: Iterable<CampusSection>, steps: readonly TraceStep[]): number {
  const shown = new Map<CampusSection, SectionFacts>();
  for (const section of sections) if (section.listing === 'active') shown.set(section, section);
  let openings = 0;
  for (const { section, facts } of steps) {
    const before = shown.get(section);
    const after = { ...(before ?? section), ...facts };
    if (before !== undefined && statusOfSection(before) !== 'open' && statusOfSection(after) === 'open') openings += 1;
    shown.set(section, after);
  }
  return openings;
}
