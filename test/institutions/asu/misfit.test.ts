import t from 'tap';
import { misfitOf } from '../../../src/institutions/asu/misfit.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { seen } from '../../support/states.ts';

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
