import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { driverById, institutionById } from '../../../src/institutions/index.ts';

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

t.test('a section without a known course is a separate request', async (t) => {
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

t.test('institutions are found only by their id', async (t) => {
  t.equal(institutionById('asu'), asu);
  t.ok(driverById('asu'));
  t.equal(institutionById('toString'), undefined);
  t.equal(driverById('__proto__'), undefined);
});
