/** The latest changes of the campus, for the control page. */
import type { Clock } from '../../src/runtime/index.ts';
import type { Status } from '../../src/domain/section.ts';
import { keyOf, seatsOf, statusOfSection } from './section.ts';
import type { SectionFacts } from './section.ts';
import type { World } from './world.ts';

const KEPT = 500;

export interface LoggedChange {
  /** Counts up from 1. */
  number: number;
  at: string;
  section: string;
  course: string;
  title: string;
  before: Glance;
  after: Glance;
}

interface Glance {
  status: Status;
  open: number | null;
  waiting: number;
}

export class ChangeLog {
  readonly #changes: LoggedChange[] = [];
  #last = 0;

  constructor(world: World, clock: Clock) {
    world.onChange((section, before) => {
      this.#last += 1;
      this.#changes.push({
        number: this.#last,
        at: new Date(clock.now()).toISOString(),
        section: keyOf(section),
        course: `${section.subject} ${section.catalogNumber}`,
        title: section.title,
        before: glanceAt(before),
        after: glanceAt(section),
      });
      if (this.#changes.length > KEPT) this.#changes.shift();
    });
  }

  /** The changes after number `after`, oldest first. Only the latest are kept. */
  since(after: number): LoggedChange[] {
    return this.#changes.filter(({ number }) => number > after);
  }

  get last(): number {
    return this.#last;
  }
}

function glanceAt(section: SectionFacts): Glance {
  return { status: statusOfSection(section), open: seatsOf(section).open, waiting: section.waitlist.count };
}
