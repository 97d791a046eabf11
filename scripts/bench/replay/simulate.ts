/** Lets the real chooser spend a request budget on a recorded series. The clock is simulated: nothing waits. */
import { Chooser } from '../../../src/checking/choosing/chooser.ts';
import type { ChooserOptions } from '../../../src/checking/choosing/chooser.ts';
import type { Ask, Row } from '../../../src/checking/choosing/row.ts';
import { seatsOf, statusOfSection } from '../../campus/section.ts';
import type { CampusSection, SectionFacts } from '../../campus/section.ts';
import { Catch } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { courseOf } from './series.ts';
import type { Series } from './series.ts';

export interface Rules {
  schedule: ChooserOptions['schedule'];
  perMinute: number;
  /** Whether the source can be asked for a whole subject, 200 rows for a request. Otherwise only for courses. */
  bySubject: boolean;
}

/** The defaults of the program. */
const INTERVAL_MS = 300_000;
const STALENESS_MS = 600_000;
export const SUBJECT_ROWS = 200;

/** Every section is watched by one student. A request is answered at once, and takes one token for each page. */
export function simulate(series: Series, { schedule, perMinute, bySubject }: Rules): Outcome {
  const chooser = new Chooser({
    schedule,
    perMinute,
    intervalMs: INTERVAL_MS,
    stalenessMs: STALENESS_MS,
    source: { subjectRows: bySubject ? SUBJECT_ROWS : null, hasCourses: true },
    epochMs: 0,
  });
  const world = new Recorded(series, chooser);
  const caught = new Catch(series);
  const tokenMs = 60_000 / perMinute;
  for (let now = 0; now < series.durationMs;) {
    world.advance(now);
    caught.advance(now);
    const { choices, nextAt } = chooser.best(now, 1);
    const [choice] = choices;
    if (choice === undefined) {
      now = Math.max(now + tokenMs, Math.min(nextAt, world.nextStepAt));
      continue;
    }
    chooser.begun(choice);
    chooser.looked(choice.ask, now);
    const shown = world.answer(choice.ask);
    for (const section of shown) caught.see(section, now);
    chooser.put(world.rows(shown, now), now);
    const pages = 'subject' in choice.ask ? Math.max(1, Math.ceil(shown.length / SUBJECT_ROWS)) : 1;
    caught.requests += pages;
    now += pages * tokenMs;
  }
  return caught.outcome;
}

/** The series as it stands, and what the looks have shown of it so far. */
class Recorded {
  readonly #series: Series;
  readonly #chooser: Chooser;
  readonly #facts = new Map<CampusSection, SectionFacts>();
  readonly #seen = new Map<CampusSection, Row['seen']>();
  readonly #byPlace = new Map<string, CampusSection[]>();
  #applied = 0;

  constructor(series: Series, chooser: Chooser) {
    this.#series = series;
    this.#chooser = chooser;
    const perSubject = new Map<string, number>();
    for (const section of series.sections) {
      perSubject.set(section.subject, (perSubject.get(section.subject) ?? 0) + 1);
      for (const place of [section.classNumber, section.subject, courseOf(section)])
        this.#byPlace.set(place, [...(this.#byPlace.get(place) ?? []), section]);
    }
    for (const [subject, count] of perSubject) chooser.setKnown(series.sections[0]!.term, subject, count);
    const listed = series.sections.filter(({ listing }) => listing === 'active');
    for (const section of listed) this.#facts.set(section, section);
    chooser.put(this.rows(listed, 0), 0);
  }

  get nextStepAt(): number {
    return this.#series.steps[this.#applied]?.at ?? Infinity;
  }

  /** A section is watched from its first appearance on. */
  advance(now: number): void {
    const { steps } = this.#series;
    for (let step = steps[this.#applied]; step !== undefined && step.at <= now; step = steps[++this.#applied]) {
      const { section, facts } = step;
      const before = this.#facts.get(section);
      this.#facts.set(section, { ...(before ?? section), ...facts });
      if (before === undefined) this.#chooser.put(this.rows([section], now), now);
    }
  }

  /** The sections about which the answer to a request says something. */
  answer(ask: Ask): CampusSection[] {
    const place = 'section' in ask ? ask.section : 'subject' in ask ? ask.subject : courseOf(ask.course);
    return (this.#byPlace.get(place) ?? []).filter((section) => this.#facts.has(section));
  }

  /** The rows of these sections after a look. */
  rows(sections: readonly CampusSection[], now: number): Row[] {
    return sections.map((section) => {
      const facts = this.#facts.get(section)!;
      const before = this.#seen.get(section) ?? null;
      const status = statusOfSection(facts);
      const { open } = seatsOf(facts);
      const waiting = facts.waitlist.count;
      const isSame = before?.status === status && before.open === open && before.waiting === waiting;
      const seen = { status, open, waiting, changedAt: isSame ? before.changedAt : now, lookedAt: now, checkedAt: now };
      this.#seen.set(section, seen);
      const { term, classNumber, subject, catalogNumber } = section;
      return {
        section: classNumber,
        term,
        classNumber,
        course: { subject, catalogNumber },
        watches: 1,
        seen,
        failures: 0,
        missing: false,
        dueAt: Infinity,
      };
    });
  }
}
