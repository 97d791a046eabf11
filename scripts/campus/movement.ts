/**
 * Made-up students who drop and take seats at a real pace. Enrolment series of three universities show 0.17 to 1.7
 * changes per section and day, and 4.8 in the first days of registration. This simulates the first days, so that a
 * visitor sees changes.
 */
import type { Clock, Timer } from '../../src/runtime/index.ts';
import { makeMeetings, makeName } from './generate.ts';
import type { Motion } from './motion.ts';
import { Random } from './random.ts';
import { seatsOf, statusOfSection } from './section.ts';
import type { CampusSection, SectionFacts } from './section.ts';
import type { World } from './world.ts';

const DAY_MS = 86_400_000;
/** Together with the seats that are taken again, these moves make 4.8 changes. */
const MOVES_PER_SECTION_AND_DAY = 3.5;
/** Nine of ten real openings are a single seat. */
const SINGLE_SEAT = 0.9;
const MOST_SEATS_AT_ONCE = 4;
/** How often a full section takes one more student: 3 to 9 % of real rows have negative seats. */
const OVER_ENROLLED = 0.1;
/** How many minutes an opening lasts, by quantile. The quartiles 8, 16 and 57 are measured, the ends are guesses. */
const OPENING_MINUTES = [1, 8, 16, 57, 600] as const;

export interface MovementOptions {
  world: World;
  seed: number;
  clock: Clock;
  /** How many times faster than real students. */
  speed: number;
}

export class Movement implements Motion {
  readonly #world: World;
  readonly #sections: readonly CampusSection[];
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #speed: number;
  #timer: Timer | undefined;
  /** Openings and when their seats will be taken again. */
  #openings: { section: CampusSection; takenAt: number }[] = [];

  constructor({ world, seed, clock, speed }: MovementOptions) {
    this.#world = world;
    // Captured sections stay as they are.
    this.#sections = world.sections.filter(({ captured }) => captured === undefined);
    this.#random = new Random(seed + 1);
    this.#clock = clock;
    this.#speed = speed;
  }

  get running(): boolean {
    return this.#timer !== undefined;
  }

  start(): void {
    if (this.#timer === undefined && this.#speed > 0 && this.#sections.length > 0) this.#schedule();
  }

  stop(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #schedule(): void {
    const meanMs = DAY_MS / (MOVES_PER_SECTION_AND_DAY * this.#sections.length * this.#speed);
    this.#timer = this.#clock.setTimeout(
      () => {
        this.#takeSeats();
        this.#moveOne();
        this.#schedule();
      },
      -Math.log(1 - this.#random.next()) * meanMs,
    );
    this.#timer.unref();
  }

  /** Takes the seats of openings whose time is over. */
  #takeSeats(): void {
    const now = this.#clock.monotonic();
    const over = this.#openings.filter(({ takenAt }) => takenAt <= now);
    this.#openings = this.#openings.filter(({ takenAt }) => takenAt > now);
    for (const { section } of over) {
      if (statusOfSection(section) === 'open')
        this.#world.change(section, { enrolled: section.capacity - seatsOf(section).reserved });
    }
  }

  #moveOne(): void {
    // As at real universities, few sections get most of the moves: one percent of them gets a tenth.
    const section = this.#sections[Math.floor(this.#random.next() ** 2 * this.#sections.length)]!;
    const facts = this.#nextFacts(section);
    this.#world.change(section, facts);
    if (statusOfSection(section) === 'open' && section.capacity - section.enrolled <= MOST_SEATS_AT_ONCE)
      this.#endLater(section);
  }

  #endLater(section: CampusSection): void {
    if (this.#openings.some((opening) => opening.section === section)) return;
    const place = this.#random.next() * (OPENING_MINUTES.length - 1);
    const [from, to] = [OPENING_MINUTES[Math.floor(place)]!, OPENING_MINUTES[Math.floor(place) + 1]!];
    const minutes = from * (to / from) ** (place % 1);
    this.#openings.push({ section, takenAt: this.#clock.monotonic() + (minutes * 60_000) / this.#speed });
  }

  #nextFacts(section: CampusSection): Partial<SectionFacts> {
    const random = this.#random;
    if (section.listing !== 'active') return { listing: 'active' };
    const kind = random.next();
    if (kind < 0.01) return { instructors: [makeName(random)] };
    if (kind < 0.015)
      return section.meetings[0]?.start === null
        ? { instructors: [makeName(random)] }
        : { meetings: makeMeetings(random) };
    if (kind < 0.017) return { listing: random.pick(['cancelled', 'vanished']) };
    const { available } = seatsOf(section);
    if (available === null || available > 0) return this.#partlyFull(section, available ?? 1);
    const { waitlist } = section;
    if (waitlist.capacity > 0 && random.chance(0.5))
      return { waitlist: { ...waitlist, count: around(random, waitlist.count, waitlist.capacity) } };
    if (section.enrolled === 0) return { instructors: [makeName(random)] };
    if (random.chance(OVER_ENROLLED)) return { enrolled: section.enrolled + 1 };
    return {
      enrolled: Math.max(
        0,
        section.enrolled - (random.chance(SINGLE_SEAT) ? 1 : random.integer(2, MOST_SEATS_AT_ONCE)),
      ),
    };
  }

  #partlyFull(section: CampusSection, available: number): Partial<SectionFacts> {
    const random = this.#random;
    if (section.enrolled > 0 && random.chance(0.5)) return { enrolled: section.enrolled - 1 };
    const enrolled =
      section.enrolled + (random.chance(SINGLE_SEAT) ? 1 : Math.min(available, random.integer(2, MOST_SEATS_AT_ONCE)));
    const roomy = section.reserved.findIndex((group) => group.enrolled < group.capacity);
    if (roomy === -1 || random.chance(0.5)) return { enrolled };
    return {
      enrolled,
      reserved: section.reserved.map((group, index) =>
        index === roomy ? { ...group, enrolled: group.enrolled + 1 } : group,
      ),
    };
  }
}

/** One up or down from `count`, within 0 and `most`. */
function around(random: Random, count: number, most: number): number {
  if (count <= 0) return Math.min(1, most);
  return count >= most || random.chance(0.5) ? count - 1 : count + 1;
}
