import t from 'tap';
import { isCursor } from '../../src/store/changes.ts';

t.test('a cursor is the number of a change, or 0', async (t) => {
  for (const text of ['0', '1', '42', '999999999999999']) t.ok(isCursor(text), text);
  for (const text of ['', '-1', '01', '1.5', '1e3', ' 1', 'abc', '1000000000000000']) t.notOk(isCursor(text), text);
});
