import t from 'tap';
import { readRow } from '../../support/api-answers.ts';

t.test('texts of the site are cut and cleaned', async (t) => {
  const { title } = readRow({}, { TITLE: `A\u0000 \u202eB\n<b>\ud800${'x'.repeat(5_000)}` });
  t.match(title, /^A B <b>x+$/);
  t.equal(title.length, 200);
  t.same(readRow({}, { INSTRUCTORSLIST: Array.from({ length: 500 }, (_, i) => `N${i}`) }).instructors?.length, 20);
  t.equal(readRow({ DAYLIST: Array.from({ length: 500 }, () => 'M') }).meetings, null);
});
