import t from 'tap';
import type { LetterOfGroup } from '../../src/domain/dead-letter-groups.ts';
import { groupLetters } from '../../src/domain/dead-letter-groups.ts';

const letter = (id: string, given: Partial<LetterOfGroup> = {}): LetterOfGroup => ({
  id,
  kind: 'check',
  error: `asu/2267/${id}: timed out after 450${id} ms`,
  at: `2026-11-23T12:27:${id}.000Z`,
  course: 'CSE 310',
  ...given,
});

t.test('letters of one course with one cause are one group, whatever numbers their errors name', (t) => {
  const groups = groupLetters([letter('01'), letter('03'), letter('02')]);
  t.equal(groups.length, 1);
  t.match(groups[0], {
    kind: 'check',
    course: 'CSE 310',
    firstAt: '2026-11-23T12:27:01.000Z',
    lastAt: '2026-11-23T12:27:03.000Z',
  });
  t.same(
    groups[0]!.letters.map(({ id }) => id),
    ['03', '02', '01'],
  );
  t.end();
});

t.test('another course, kind or cause is another group; the one with the newest letter is first', (t) => {
  const groups = groupLetters([
    letter('01'),
    letter('02', { course: 'MAT 210' }),
    letter('03', { kind: 'notification' }),
    letter('04', { error: 'status 503' }),
    letter('05', { error: 'status 500' }),
  ]);
  t.same(
    groups.map(({ letters }) => letters.map(({ id }) => id)),
    [['05'], ['04'], ['03'], ['02'], ['01']],
  );
  t.end();
});

t.test('a group keeps its id when letters come and go', (t) => {
  const [before] = groupLetters([letter('01'), letter('02')]);
  const [after] = groupLetters([letter('02'), letter('09')]);
  t.equal(before!.id, after!.id);
  t.end();
});
