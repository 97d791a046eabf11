import t from 'tap';
import { apportion, generateSections } from '../../../scripts/campus/generate.ts';
import { seatsOf, statusOfSection } from '../../../scripts/campus/section.ts';

const TERMS = ['2271', '2274', '2267'];
const sections = generateSections({ seed: 1, sections: 6_000, terms: TERMS });
const current = sections.filter(({ term }) => term === '2271');
const share = (wanted: (section: (typeof sections)[number]) => boolean): number =>
  sections.filter(wanted).length / sections.length;

t.test('the same seed gives the same campus, and another seed gives another one', async (t) => {
  const small = (seed: number): unknown => generateSections({ seed, sections: 10, terms: TERMS });
  t.same(small(5), small(5));
  t.notSame(small(5), small(6));
});

t.test('the main term has 6,000 sections, in about 900 courses of about 60 subjects', async (t) => {
  t.equal(current.length, 6_000);
  t.ok(sections.length > 7_500 && sections.length < 8_000);
  const courses = new Set(current.map(({ subject, catalogNumber }) => `${subject} ${catalogNumber}`)).size;
  t.ok(courses > 850 && courses < 950, `${courses} courses`);
  const subjects = new Set(current.map(({ subject }) => subject));
  t.ok(subjects.size >= 58 && subjects.size <= 65, `${subjects.size} subjects`);
  t.ok([...subjects].every((subject) => /^[A-Z]{2,4}$/.test(subject)));
  t.ok(
    current.some(({ catalogNumber }) => /\d[A-Z]$/.test(catalogNumber)),
    'some catalogue numbers carry letters',
  );
});

t.test('class numbers have five digits and are unique within a term, and some return in another term', async (t) => {
  t.ok(sections.every(({ classNumber }) => /^\d{5}$/.test(classNumber)));
  for (const code of TERMS) {
    const numbers = sections.filter(({ term }) => term === code).map(({ classNumber }) => classNumber);
    t.equal(new Set(numbers).size, numbers.length, code);
  }
  const now = new Set(current.map(({ classNumber }) => classNumber));
  t.ok(sections.some(({ term, classNumber }) => term === '2267' && classNumber !== '66445' && now.has(classNumber)));
});

t.test('seats look like those of a real university', async (t) => {
  const full = share((section) => (seatsOf(section).available ?? 1) <= 0);
  t.ok(full > 0.48 && full < 0.56, `full: ${full}`);
  const negative = share((section) => (seatsOf(section).available ?? 0) < 0);
  t.ok(negative > 0.03 && negative < 0.09, `negative: ${negative}`);
  for (const [what, wanted] of Object.entries({
    'capacity 0': (section) => section.capacity === 0,
    'no limit': (section) => section.capacity === 9_999,
    'no instructor': (section) => section.instructors === null,
    'two instructors': (section) => section.instructors?.length === 2,
    'online without times': (section) => section.meetings[0]?.start === null,
    'several meetings': (section) => section.meetings.length > 1,
    'over-filled group': (section) => section.reserved.some((group) => group.enrolled > group.capacity),
    'seats left while people wait': (section) => (seatsOf(section).open ?? 0) > 0 && section.waitlist.count > 0,
    'only reserved seats left': (section) => statusOfSection(section) === 'reserved',
    'a waiting list with room': (section) => statusOfSection(section) === 'waitlist',
  } satisfies Record<string, (section: (typeof sections)[number]) => boolean>)) {
    t.ok(share(wanted) > 0.003, `${what}: ${share(wanted)}`);
  }
});

t.test('the section of the examples exists and is full, whatever the seed and the size', async (t) => {
  for (const [seed, size] of [
    [1, 6_000],
    [99, 20],
    [3, 1],
  ] as const) {
    const [example] = generateSections({ seed, sections: size, terms: TERMS });
    t.match(example, {
      term: '2271',
      classNumber: '66445',
      subject: 'CSE',
      catalogNumber: '310',
      title: 'Data Structures and Algorithms',
    });
    t.equal(statusOfSection(example!), 'full');
  }
});

t.test('a total is split by weight without losing any', async (t) => {
  t.same(apportion(10, [3, 1, 1]), [6, 2, 2]);
  t.equal(
    apportion(
      997,
      Array.from({ length: 60 }, (_, rank) => 1 / (rank + 3)),
    ).reduce((sum, part) => sum + part, 0),
    997,
  );
});
