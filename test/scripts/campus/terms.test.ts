import t from 'tap';
import { termOf } from '../../../scripts/campus/terms.ts';

t.test('reads a term code', async (t) => {
  t.match(termOf('2267'), { name: 'Fall 2026', begins: new Date('2026-08-20'), ends: new Date('2026-12-04') });
  t.equal(termOf('2271').name, 'Spring 2027');
});
