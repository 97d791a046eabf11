/** A recorded enrolment series, and the openings in it. Times are milliseconds since its start. */
import { readFileSync } from 'node:fs';
import { statusOfSection } from '../../campus/section.ts';
import type { CampusSection, SectionFacts } from '../../campus/section.ts';
import { readTrace } from '../../campus/trace.ts';
import type { Trace } from '../../campus/trace.ts';

/** `until`: when it closed again, or the end of the series. */
export interface Opening {
  section: CampusSection;
  from: number;
  until: number;
}

export interface Step {
  at: number;
  section: CampusSection;
  facts: Partial<SectionFacts>;
}

export interface Series {
  sections: readonly CampusSection[];
  steps: readonly Step[];
  openings: readonly Opening[];
  durationMs: number;
}

export const TERM = '2224';

/** Reads a CSV file of the columns of scripts/campus/trace.ts. Throws when it is not one. */
export function readSeries(path: string): Series {
  const { sections, steps, startMs }: Trace = readTrace(readFileSync(path, 'utf8'), path, TERM);
  return seriesOf(
    sections,
    steps.map(({ atMs, section, facts }) => ({ at: atMs - startMs, section, facts })),
  );
}

/** `steps` are in the order of time. */
export function seriesOf(sections: readonly CampusSection[], steps: readonly Step[]): Series {
  const durationMs = steps.at(-1)?.at ?? 0;
  return { sections, steps, openings: openingsOf(sections, steps, durationMs), durationMs };
}

/** Returns the part of a series with the most openings, so many milliseconds long. */
export function busiestPart({ sections, steps, openings }: Series, durationMs: number): Series {
  let [from, most, first] = [0, 0, 0];
  for (const [last, opening] of openings.entries()) {
    while (openings[first]!.from < opening.from - durationMs) first += 1;
    if (last - first < most) continue;
    most = last - first;
    from = openings[first]!.from - 1;
  }
  const before = new Map<CampusSection, CampusSection>(sections.map((section) => [section, { ...section }]));
  const within: Step[] = [];
  for (const { at, section, facts } of steps) {
    const copy = before.get(section)!;
    if (at <= from) Object.assign(copy, facts);
    else if (at <= from + durationMs) within.push({ at: at - from, section: copy, facts });
  }
  return seriesOf([...before.values()], within);
}

/** The first appearance of a section is no opening, because nobody could watch it before. */
function openingsOf(sections: readonly CampusSection[], steps: readonly Step[], end: number): Opening[] {
  const shown = new Map<CampusSection, SectionFacts>();
  for (const section of sections) if (section.listing === 'active') shown.set(section, section);
  const current = new Map<CampusSection, Opening>();
  const openings: Opening[] = [];
  for (const { at, section, facts } of steps) {
    const before = shown.get(section);
    const after = { ...(before ?? section), ...facts };
    shown.set(section, after);
    const isOpen = statusOfSection(after) === 'open';
    const opening = current.get(section);
    if (opening !== undefined && !isOpen) {
      opening.until = at;
      current.delete(section);
    } else if (before !== undefined && statusOfSection(before) !== 'open' && isOpen) {
      const begun = { section, from: at, until: end };
      openings.push(begun);
      current.set(section, begun);
    }
  }
  return openings;
}

/**
 * Returns a larger series of the same rhythm: the sections again and again until there are `count`. Courses of the same
 * subject stay together when all courses are divided among `subjects` subjects. Each repetition is later than the one
 * before, so that they do not move together.
 */
export function enlarged(series: Series, count: number, subjects: number, shiftMs: number): Series {
  const ordered = series.sections.toSorted((one, other) => (courseOf(one) < courseOf(other) ? -1 : 1));
  const sections: CampusSection[] = [];
  const steps: Step[] = [];
  for (let copy = 0; sections.length < count; copy += 1) {
    const copies = new Map<CampusSection, CampusSection>();
    for (const section of ordered.slice(0, count - sections.length)) {
      const subject = `S${Math.floor((sections.length * subjects) / count)}`;
      const catalogNumber = `${courseOf(section)} ${copy}`;
      const made = { ...section, subject, catalogNumber, classNumber: String(10_001 + sections.length) };
      copies.set(section, made);
      sections.push(made);
    }
    for (const { at, section, facts } of series.steps) {
      const made = copies.get(section);
      if (made !== undefined) steps.push({ at: at + copy * shiftMs, section: made, facts });
    }
  }
  return seriesOf(
    sections,
    steps.toSorted((one, other) => one.at - other.at),
  );
}

export function courseOf({ subject, catalogNumber }: Pick<CampusSection, 'subject' | 'catalogNumber'>): string {
  return `${subject} ${catalogNumber}`;
}
