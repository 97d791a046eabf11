import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { misfitOf } from '../../../src/institutions/asu/misfit.ts';
import { driverById, institutionById } from '../../../src/institutions/index.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { seen } from '../../support/states.ts';

const catalogUrl = 'https://catalog.apps.asu.edu/catalog/classes/classlist';
const wanted = (
  classNumber: string,
  course: string | null,
  term = '2267',
  failures = 0,
): Parameters<typeof asu.plan>[0][number] => {
  const [subject, catalogNumber] = course?.split(' ') ?? [];
  return {
    section: `asu/${term}/${classNumber}`,
    term,
    classNumber,
    course: course === null ? null : { subject: subject!, catalogNumber: catalogNumber! },
    failures,
  };
};

t.test('sections of one course are one request', async (t) => {
  const planned = asu.plan([
    wanted('1', 'CSE 310'),
    wanted('2', 'MAT 265'),
    wanted('3', 'CSE 310'),
    wanted('4', 'CSE 310', '2271'),
  ]);
  t.same(
    planned.map(({ request, sections }) => [request.id, sections]),
    [
      ['asu/2267 CSE 310', ['asu/2267/1', 'asu/2267/3']],
      ['asu/2267 MAT 265', ['asu/2267/2']],
      ['asu/2271 CSE 310', ['asu/2271/4']],
    ],
  );
});

t.test('a section without a known course is a request of its own', async (t) => {
  const planned = asu.plan([wanted('66445', null), wanted('66446', null)]);
  t.same(
    planned.map(({ request, sections }) => [request.by, request.id, sections]),
    [
      ['class', 'asu/2267/66445', ['asu/2267/66445']],
      ['class', 'asu/2267/66446', ['asu/2267/66446']],
    ],
  );
});

t.test('many courses of one subject are one request for the subject', async (t) => {
  const courses = (count: number): ReturnType<typeof wanted>[] =>
    Array.from({ length: count }, (_, i) => wanted(String(i), `CSE ${300 + i}`));
  t.equal(asu.plan(courses(5)).length, 5);
  const [planned, ...others] = asu.plan([...courses(6), wanted('9', 'CSE 300')]);
  t.equal(others.length, 0);
  t.match(planned?.request, { by: 'subject', subject: 'CSE', term: '2267' });
  t.equal(planned?.sections.length, 7);
});

t.test('after a failed request for a subject, its sections are requested by course every other time', async (t) => {
  const courses = (failures: number): ReturnType<typeof wanted>[] =>
    Array.from({ length: 6 }, (_, i) => wanted(String(i), `CSE ${300 + i}`, '2267', failures));
  const ways = (sections: ReturnType<typeof wanted>[]): string[] => asu.plan(sections).map(({ request }) => request.by);
  t.same(ways(courses(1)), Array(6).fill('course'));
  t.same(ways(courses(2)), ['subject'], 'an outage ends with few requests');
  t.same(ways(courses(3)), Array(6).fill('course'));
  t.same(
    ways([...courses(0), wanted('9', 'CSE 400', '2267', 1)]),
    ['subject', 'course'],
    'sections that were seen stay together',
  );
});

t.test('an answer to another request is unrecognised', async (t) => {
  const course: LookRequest = {
    id: '',
    institution: 'asu',
    term: '2267',
    by: 'course',
    subject: 'CSE',
    catalogNumber: '310',
  };
  const subject: LookRequest = { id: '', institution: 'asu', term: '2267', by: 'subject', subject: 'CSE' };
  const byNumber: LookRequest = { id: '', institution: 'asu', term: '2267', by: 'class', classNumber: '66445' };
  const [ours, lab] = [seen(), seen({ classNumber: '66446', catalogNumber: '310L' })];
  const [otherCourse, otherSubject, otherTerm] = [
    seen({ catalogNumber: '205' }),
    seen({ subject: 'MAT' }),
    seen({ term: '2264' }),
  ];
  for (const request of [course, subject, byNumber]) t.equal(misfitOf(request, [ours, lab]), undefined, request.by);
  for (const request of [course, subject, byNumber])
    t.equal(misfitOf(request, [ours, otherTerm]), 'class 66445 is of term 2264', request.by);
  t.equal(misfitOf(course, [ours, otherCourse]), 'class 66445 is of CSE 205');
  t.equal(misfitOf(course, [otherSubject]), 'class 66445 is of MAT 310');
  t.equal(misfitOf(subject, [otherCourse]), undefined);
  t.equal(misfitOf(subject, [otherSubject]), 'class 66445 is of MAT 310');
  t.equal(misfitOf(byNumber, [otherCourse, otherSubject]), undefined, 'its text may contain the number');
});

t.test('what a student types becomes the request that would find it', async (t) => {
  const search = (text: string): unknown => {
    const request = asu.searchRequest('2267', text);
    if (request === undefined) return undefined;
    const { id: _id, institution: _institution, term: _term, ...question } = request;
    return question;
  };
  t.same(search(' 66445 '), { by: 'class', classNumber: '66445' });
  t.same(search('cse 310'), { by: 'course', subject: 'CSE', catalogNumber: '310' });
  t.same(search('CHM113l'), { by: 'course', subject: 'CHM', catalogNumber: '113L' });
  t.same(search('cse'), { by: 'subject', subject: 'CSE' });
  t.same(search('java'), { by: 'keywords', keywords: 'java' });
  t.same(search('data  structures'), { by: 'keywords', keywords: 'data structures' });
  t.equal(search(''), undefined);
  t.equal(search('\u0000a\n'), undefined);
  t.equal(asu.searchRequest('22677', 'CSE'), undefined);
});

t.test('searches may be typed in several spellings', async (t) => {
  for (const [typed, ...ways] of [
    ['CSE 310', 'cse 310', 'CSE310', 'CSE-310', 'cse/310', 'CSE: 310', 'CSE_310', 'cse.310', ' CSE  310 '],
    ['CHM 113L', 'chm-113l'],
    [
      '72082',
      '#72082',
      'class 72082',
      'Class #72082',
      'class number 72082',
      'Class Nbr: 72082',
      'no. 72082',
      'section 72082',
      '# 72082',
    ],
    ['artificial intelligence', 'AI', 'ai', 'A.I.'],
    ['machine learning', 'ML'],
    ['intro to artificial intelligence', 'intro to AI'],
  ] as const)
    for (const way of ways) t.equal(asu.searchText(way), typed, way);
  for (const text of ['data structures', 'CSE', 'java', 'maintain', 'Ai Weiwei', 'aid', '720825', 'class', 'CSE 31'])
    t.equal(asu.searchText(text), text);
  t.match(asu.searchRequest('2267', 'AI'), { by: 'keywords', keywords: 'artificial intelligence' });
  t.match(asu.searchRequest('2267', '#72082'), { by: 'class', classNumber: '72082' });
  t.match(asu.searchRequest('2267', 'CSE-310'), { by: 'course', subject: 'CSE', catalogNumber: '310' });
});

t.test('a link opens the page that shows the section', async (t) => {
  const link = new URL(asu.linkFor({ institution: 'asu', term: '2267', classNumber: '66445' }, catalogUrl));
  t.equal(link.origin + link.pathname, catalogUrl);
  t.match(Object.fromEntries(link.searchParams), { keywords: '66445', term: '2267', searchType: 'all' });
});

t.test('the terms to search in follow the calendar', async (t) => {
  const terms = (instant: string): string[] => asu.currentTerms(Date.parse(instant)).map(({ term }) => term);
  t.same(terms('2026-11-23T20:00:00Z'), ['2271', '2274', '2267']);
  t.same(terms('2026-08-20T00:00:00Z'), ['2267', '2271', '2264']);
  t.same(terms('2026-01-05T00:00:00Z'), ['2261', '2264', '2257']);
  t.same(asu.currentTerms(Date.parse('2026-05-01T00:00:00Z'))[0], { term: '2264', name: 'Summer 2026' });
});

t.test('a term has a name, and is over when its last month is over', async (t) => {
  const termOf = (term: string, instant: string): unknown => asu.termOf(term, Date.parse(instant));
  t.same(termOf('2267', '2026-12-31T23:00:00Z'), { name: 'Fall 2026', over: false });
  t.same(termOf('2267', '2027-01-02T00:00:00Z'), { name: 'Fall 2026', over: true });
  t.same(termOf('2271', '2027-01-02T00:00:00Z'), { name: 'Spring 2027', over: false });
  t.same(termOf('2264', '2026-09-02T00:00:00Z'), { name: 'Summer 2026', over: true });
  for (const none of ['', '2265', '22677', '1267', '2x67'])
    t.equal(termOf(none, '2027-01-02T00:00:00Z'), undefined, none);
});

t.test('institutions are found only by their id', async (t) => {
  t.equal(institutionById('asu'), asu);
  t.ok(driverById('asu'));
  t.equal(institutionById('toString'), undefined);
  t.equal(driverById('__proto__'), undefined);
});
