import t from 'tap';
import { openedIn } from '../../../../../src/web/app/operator/shell/opened.ts';

t.test('the address bar names what is open in a view', async (t) => {
  t.equal(openedIn('people', '#/people/ada'), 'ada');
  t.equal(openedIn('sections', '#/sections/asu%2F2267%2F66445'), 'asu/2267/66445');
  for (const hash of ['', '#main', '#/people', '#/people/', '#/audit/ada'])
    t.equal(openedIn('people', hash), null, hash);
});
