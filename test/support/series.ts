/** A made-up enrolment series in the format of the recorded ones: seats that open one at a time and are taken again. */
import { Random } from '../../scripts/campus/random.ts';

const CAPACITY = 50;
const PER_COURSE = 7;
const START_MS = Date.UTC(2026, 2, 2, 8);

/**
 * `sections` full sections with `openings` openings of a single seat, spread over `seconds` of recorded time. Each seat
 * is taken again after a third to two thirds of that time.
 */
export function makeSeries(seed: number, sections: number, openings: number, seconds: number): string {
  const random = new Random(seed);
  const names = Array.from({ length: sections }, (_, index) => {
    const course = Math.floor(index / PER_COURSE);
    const subject = ['CSE', 'MAT', 'ENG', 'PHY', 'BIO'][course % 5];
    return `${subject} ${100 + Math.floor(course / 5)}_A${String(index % PER_COURSE).padStart(2, '0')}`;
  });
  const rows: { second: number; text: string }[] = [];
  const row = (second: number, name: string, open: number): void => {
    const at = new Date(START_MS + second * 1_000).toISOString().slice(0, 19);
    rows.push({ second, text: `${at},${name},${CAPACITY - open},${open},0,${CAPACITY}` });
  };
  for (const name of names) row(0, name, 0);
  const free = new Map<string, number>();
  for (let made = 0; made < openings; made += 1) {
    const second = 1 + Math.floor((made * (seconds - 1)) / openings);
    const name = random.pick(names.filter((each) => (free.get(each) ?? 0) < second));
    const taken = second + random.integer(Math.round(seconds / 3), Math.round((2 * seconds) / 3));
    row(second, name, 1);
    row(taken, name, 0);
    free.set(name, taken + Math.round(seconds / 10));
  }
  return [
    'time_pacific,section,enrolled,available,waitlisted,total',
    ...rows.toSorted((a, b) => a.second - b.second).map(({ text }) => text),
    '',
  ].join('\n');
}
