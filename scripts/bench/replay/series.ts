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

/** Returns the first part of a series. */
export function beginningOf({ sections, steps }: Series, durationMs: number): Series {
  return seriesOf(
    sections,
    steps.filter(({ at }) => at <= durationMs),
  );
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
 * Returns a larger series of the same rhythm: the sections again and again until there are `count`, their courses
 * spread over `subjects` subjects. Each repetition is later than the one before, so that they do not move together.
 */
export function enlarged(series: Series, count: number, subjects: number, shiftMs: number): Series {
  const sections: CampusSection[] = [];
  const steps: Step[] = [];
  const places = new Map<string, number>();
  for (let copy = 0; sections.length < count; copy += 1) {
    const copies = new Map<CampusSection, CampusSection>();
    for (const section of series.sections.slice(0, count - sections.length)) {
      const name = `${section.subject} ${section.catalogNumber} ${copy}`;
      const place = places.get(name) ?? places.set(name, places.size).size - 1;
      const classNumber = String(10_001 + sections.length);
      const subject = `S${place % subjects}`;
      const made = { ...section, subject, catalogNumber: String(Math.floor(place / subjects)), classNumber };
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
