import t from 'tap';
import { formatCourseKey, parseCourseKey } from '../../src/domain/course.ts';

t.test('a course key has institution, term, subject and number', async (t) => {
  const key = { institution: 'asu', term: '2271', subject: 'CSE', catalogNumber: '310' };
  t.same(parseCourseKey('asu/2271/CSE/310'), key);
  t.equal(formatCourseKey(key), 'asu/2271/CSE/310');
  t.match(parseCourseKey('asu/2271/MUP/127A'), { catalogNumber: '127A' });
});

t.test('anything else is no course key', async (t) => {
  for (const text of ['', 'asu/2271/66445', 'asu/2271/CSE', 'asu/2271/cse/310', 'asu/2271/CSE/310/', 'CSE 310'])
    t.equal(parseCourseKey(text), undefined, text);
});
