import t from 'tap';
import { CourseIndex } from '../../src/domain/suggest.ts';

const index = new CourseIndex([
  { course: 'asu/2267/CSE/110', title: 'Principles of Programming' },
  { course: 'asu/2267/CSE/310', title: 'Data Structures and Algorithms' },
  { course: 'asu/2267/CSE/3101', title: 'Lab' },
  { course: 'asu/2267/CSE/471', title: 'Introduction to Artificial Intelligence' },
  { course: 'asu/2267/MAT/310', title: 'CSE for Mathematicians' },
]);
const numbers = (...texts: string[]): string[] =>
  index.suggest(texts, 8).map(({ course }) => course.split('/').slice(2).join(' '));

t.test('the exact course comes first, then courses that start with the text, then titles', async (t) => {
  t.same(numbers('cse 310'), ['CSE 310', 'CSE 3101', 'MAT 310']);
  t.same(numbers('CSE310'), ['CSE 310', 'CSE 3101']);
  t.same(numbers('cse'), ['CSE 110', 'CSE 310', 'CSE 3101', 'CSE 471', 'MAT 310']);
});

t.test('words of a title are found in any order, by their beginning', async (t) => {
  t.same(numbers('algor data'), ['CSE 310']);
  t.same(numbers('artificial intelligence', 'AI'), ['CSE 471'], 'any of the spellings');
  t.same(numbers('tructures'), []);
  t.same(numbers(' ', '%'), []);
});

t.test('there are at most as many as asked for', async (t) => {
  t.equal(index.suggest(['cse'], 2).length, 2);
});
