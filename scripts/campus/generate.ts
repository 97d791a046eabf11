/** Generates a campus. The same seed gives the same campus. */
import { Random } from './random.ts';
import type { CampusMeeting, CampusSection, ReservedGroup, SectionFacts } from './section.ts';
import { shortDate, termOf } from './terms.ts';
import { BUILDINGS, FIRST_NAMES, GROUP_LABELS, LAST_NAMES, SUBJECTS, TITLE_PATTERNS } from './vocabulary.ts';

export interface GenerateOptions {
  seed: number;
  /** The number of sections in the first term. The other terms have a share of it. */
  sections: number;
  /** The term for which students choose classes, the one after it, the one being taught, and others. */
  terms: readonly string[];
}

interface Course {
  subject: string;
  subjectName: string;
  catalogNumber: string;
  title: string;
  units: number;
}

/** The share of full sections: 52 %, measured at a real university over a registration period. */
const FULL_SHARE = 0.52;
const SECTIONS_PER_COURSE = 6.7;
const SHARES_OF_TERMS = [1, 0.05, 0.25];
const SHARE_OF_OTHERS = 0.02;

/**
 * The section of this project's examples, asu/2267/66445. It exists with any seed and on any date, and is full, so that
 * a seat can open. Its class number occurs in other terms too, as at the real site.
 */
export const EXAMPLE_TERM = '2267';
const EXAMPLE: Course = {
  subject: 'CSE',
  subjectName: 'Computer Science and Engineering',
  catalogNumber: '310',
  title: 'Data Structures and Algorithms',
  units: 3,
};
const EXAMPLE_NUMBER = '66445';
const EXAMPLE_FACTS: SectionFacts = {
  capacity: 150,
  enrolled: 150,
  reserved: [],
  waitlist: { capacity: 0, count: 0 },
  instructors: ['Ada Alder'],
  meetings: [{ days: 'M W', start: '4:30 PM', end: '5:45 PM', location: 'Tempe - PSH153' }],
  listing: 'active',
};

export function generateSections({ seed, sections, terms }: GenerateOptions): CampusSection[] {
  const random = new Random(seed);
  const courses = makeCourses(random, Math.max(1, Math.round(sections / SECTIONS_PER_COURSE)));
  return terms.flatMap((term, place) => {
    const total = Math.max(1, Math.round(sections * (SHARES_OF_TERMS[place] ?? SHARE_OF_OTHERS)));
    const offered = courses.slice(0, total);
    const numbers = makeClassNumbers(random, total);
    // Every student takes the first course of a department.
    const perCourse = apportion(
      total - offered.length,
      offered.map((_, index) => 1 / (1 + (index % 30)) ** 0.7),
    );
    const made = offered.flatMap((course, index) =>
      Array.from({ length: 1 + perCourse[index]! }, (_, nth) => makeSection(random, term, course, numbers.pop()!, nth)),
    );
    return made.with(0, { ...made[0]!, ...EXAMPLE_FACTS, classNumber: EXAMPLE_NUMBER });
  });
}

/** Splits `total` by weight into whole numbers whose sum is `total`. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((left, right) => left + right, 0);
  let passed = 0;
  return weights.map((weight) => {
    const before = Math.round((total * passed) / sum);
    passed += weight;
    return Math.round((total * passed) / sum) - before;
  });
}

function makeCourses(random: Random, count: number): Course[] {
  // A few departments are huge (one real subject has 879 rows in a term); most are small.
  const perSubject = apportion(
    count - 1,
    SUBJECTS.map((_, rank) => 1 / (rank + 3)),
  );
  const courses = SUBJECTS.flatMap(([subject, subjectName], rank) => {
    const taken = new Set([EXAMPLE.catalogNumber]);
    return Array.from({ length: perSubject[rank]! }, (): Course => ({
      subject,
      subjectName,
      catalogNumber: makeCatalogNumber(random, taken),
      title: random.pick(TITLE_PATTERNS).replace('{}', subjectName),
      units: random.pick([1, 3, 3, 3, 3, 4]),
    }));
  });
  return [EXAMPLE, ...courses];
}

function makeCatalogNumber(random: Random, taken: Set<string>): string {
  for (;;) {
    const number = `${random.integer(100, 599)}${random.chance(0.08) ? random.pick(['A', 'H', 'L', 'M', 'X']) : ''}`;
    if (taken.has(number)) continue;
    taken.add(number);
    return number;
  }
}

/** Five digits, unique within a term. As at the real site, numbers return in later terms. */
function makeClassNumbers(random: Random, count: number): string[] {
  const numbers = new Set<string>();
  while (numbers.size < count) {
    const number = String(random.integer(60_001, 60_000 + Math.max(35_000, count * 2))).padStart(5, '0');
    if (number !== EXAMPLE_NUMBER) numbers.add(number);
  }
  return [...numbers];
}

function makeSection(random: Random, term: string, course: Course, classNumber: string, nth: number): CampusSection {
  const online = random.chance(0.18);
  const seats = makeSeats(random, shortDate(termOf(term).begins));
  return {
    ...course,
    term,
    classNumber,
    sectionNumber: String((online ? 2001 : 1001) + nth),
    instructors: random.chance(0.08)
      ? null
      : [...new Set(Array.from({ length: random.chance(0.1) ? 2 : 1 }, () => makeName(random)))],
    meetings: online ? [{ days: '', start: null, end: null, location: 'ASU Online' }] : makeMeetings(random),
    ...seats,
    listing: 'active',
  };
}

export function makeName(random: Random): string {
  return `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
}

export function makeMeetings(random: Random): CampusMeeting[] {
  return Array.from({ length: random.chance(0.14) ? 2 : 1 }, () => {
    const hour = random.integer(8, 18);
    const minute = random.pick([0, 30]);
    return {
      days: random.pick(['M W', 'T Th', 'M W F', 'T Th', 'M W', 'F', 'Th', 'M T W Th F', 'Sa']),
      start: clockTime(hour * 60 + minute),
      end: clockTime(hour * 60 + minute + random.pick([50, 75, 75, 165])),
      location: `Tempe - ${random.pick(BUILDINGS)}${random.integer(100, 399)}`,
    };
  });
}

/** Writes minutes since midnight like the site: `4:30 PM`. */
function clockTime(minutes: number): string {
  const hour = Math.floor(minutes / 60);
  return `${((hour + 11) % 12) + 1}:${String(minutes % 60).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** At `termBegins`, some groups give up their seats. */
function makeSeats(
  random: Random,
  termBegins: string,
): Pick<CampusSection, 'capacity' | 'enrolled' | 'reserved' | 'waitlist'> {
  const waits = random.chance(0.25);
  const room = waits ? random.pick([5, 10, 20]) : 0;
  if (random.chance(0.006))
    return { capacity: 9999, enrolled: random.integer(0, 80), reserved: [], waitlist: { capacity: 0, count: 0 } };
  if (random.chance(0.01)) return { capacity: 0, enrolled: 0, reserved: [], waitlist: { capacity: room, count: 0 } };
  const capacity = random.pick([12, 19, 24, 30, 35, 40, 60, 75, 100, 150, 250]);
  if (random.chance(FULL_SHARE - 0.01)) {
    const over = random.chance(0.1) ? random.integer(1, 6) : 0;
    return {
      capacity,
      enrolled: capacity + over,
      reserved: makeGroups(random, termBegins, 0.05, 1),
      waitlist: { capacity: room, count: waits ? random.integer(0, room) : 0 },
    };
  }
  const free = random.chance(0.4) ? random.integer(1, Math.min(4, capacity)) : random.integer(1, capacity);
  // Seats that are left while people wait are common. Nobody else can take them.
  const waiting = waits && random.chance(0.3) ? random.integer(1, room) : 0;
  return {
    capacity,
    enrolled: capacity - free,
    reserved: makeGroups(random, termBegins, 0.15, free),
    waitlist: { capacity: room, count: waiting },
  };
}

/** Groups that together hold at most `free` seats. Some of them are over-filled. */
function makeGroups(random: Random, termBegins: string, share: number, free: number): ReservedGroup[] {
  if (!random.chance(share)) return [];
  let left = random.chance(0.3) ? free : random.integer(0, free);
  return Array.from({ length: random.integer(1, 5) }, () => {
    const capacity = random.integer(1, 20);
    const held = Math.min(left, random.integer(0, capacity));
    left -= held;
    const over = held === 0 && random.chance(0.4) ? random.integer(1, 18) : 0;
    return {
      label: random.pick(GROUP_LABELS),
      capacity,
      enrolled: capacity - held + over,
      until: random.chance(0.5) ? termBegins : null,
    };
  });
}
