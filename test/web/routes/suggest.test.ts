import t from 'tap';
import type { Suggestions } from '../../../src/web/contract/search.ts';
import { CSE310, CSE310_TOO, MAT210 } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const suggest = (q: string, more = ''): string => `/api/v1/suggest?q=${encodeURIComponent(q)}${more}`;

t.test('known courses are suggested with their sections, and the source is not asked', async (t) => {
  const { ask, see, neighbours } = await stage(t);
  await see(CSE310);
  await see(CSE310_TOO, { enrolled: 3 });
  await see(MAT210);
  const data = { course: 'asu/2267/CSE/310', title: 'Data Structures and Algorithms', sections: 2, full: 1 };
  for (const q of ['CSE', 'cse-310', 'structures data']) {
    const { status, body } = await ask('GET', suggest(q));
    t.equal(status, 200);
    t.match(body, { courses: [data] }, q);
  }
  t.same((await ask('GET', suggest('CSE', '&term=2271'))).body, { courses: [] });
  t.same(neighbours.looks, []);
});

t.test('courses are read again when they are some seconds old', async (t) => {
  const { ask, see, clock } = await stage(t);
  await see(CSE310);
  const counts = async (): Promise<number | undefined> =>
    ((await ask('GET', suggest('CSE'))).body as object as Suggestions).courses[0]?.sections;
  t.equal(await counts(), 1);
  await see(CSE310_TOO);
  t.equal(await counts(), 1);
  await clock.advance(15_000);
  t.equal(await counts(), 2);
});

t.test('an invalid query is 422 and names the field', async (t) => {
  const { ask } = await stage(t);
  for (const [path, field] of [
    ['/api/v1/suggest', 'q'],
    [suggest('  '), 'q'],
    [suggest('CSE', '&term=fall'), 'term'],
    [suggest('CSE', '&limit=2'), 'limit'],
  ] as const)
    t.match(await ask('GET', path), { status: 422, body: { message: new RegExp(`^${field}: `) } }, path);
  t.match(await ask('GET', suggest('CSE', '&institution=mit')), { body: { code: 'PMC_INSTITUTION_UNKNOWN' } });
});
