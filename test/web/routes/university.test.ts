import t from 'tap';
import { stage } from '../stage.ts';

t.test("a section redirects to the university's own page", async (t) => {
  const { url } = await stage(t);
  const answer = await fetch(`${url()}/university/asu/2267/66445`, { redirect: 'manual' });
  t.equal(answer.status, 302);
  t.equal(answer.headers.get('location'), 'https://university.example/2267?q=66445');
});

t.test('an invalid section does not redirect', async (t) => {
  const { ask } = await stage(t);
  t.match(await ask('GET', '/university/asu/2267/x'), { status: 422, body: { code: 'PMC_SECTION_KEY_INVALID' } });
  t.match(await ask('GET', '/university/mit/2267/1'), { status: 422, body: { code: 'PMC_INSTITUTION_UNKNOWN' } });
});
