import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { driverById, institutionById } from '../../../src/institutions/index.ts';

t.test('it asks for a class, a course and a subject', async (t) => {
  t.match(asu.classRequest('2267', '66445'), { by: 'class', term: '2267', classNumber: '66445' });
  t.match(asu.courseRequest!('2267', { subject: 'CSE', catalogNumber: '310' }), {
    id: 'asu/2267 CSE 310',
    by: 'course',
    subject: 'CSE',
    catalogNumber: '310',
  });
  t.match(asu.subjectRequest!('2267', 'CSE'), { id: 'asu/2267 CSE', by: 'subject', subject: 'CSE' });
  t.equal(asu.rowsPerPage, 200);
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
