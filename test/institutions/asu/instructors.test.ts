import t from 'tap';
import { readRow } from '../../support/api-answers.ts';

t.test('words for "nobody" are not instructors, and missing names are null', async (t) => {
  const instructors = (INSTRUCTORSLIST: unknown): string[] | null => readRow({}, { INSTRUCTORSLIST }).instructors;
  t.same(instructors(null), []);
  const nobody = [
    'Staff',
    'TBA',
    'TBD',
    'To be announced',
    'To Be Determined',
    'Select instructor during enrollment',
    'Instructor not assigned',
    'Not assigned',
    'No instructor',
    '-',
  ];
  for (const words of nobody) t.same(instructors([words]), [], words);
  for (const name of ['Ada Stafford', 'Tba Nguyen', 'An No', 'Unknown Smith', 'Ng'])
    t.same(instructors([name]), [name]);
  t.same(instructors(['Ada Alder', null, '', 'Ada Alder', 'Ben Birch']), ['Ada Alder', 'Ben Birch']);
  t.equal(instructors(undefined), null);
  t.equal(instructors('Ada Alder'), null);
});
