import t from 'tap';
import { CSE310, CSE310_TOO, MAT210, watch } from '../../contract/store/harness.ts';
import { bearer, stage } from '../stage.ts';

const PATH = '/api/v1/operator/sections';

t.test('operators list sections with their watchers, and nobody is named', async (t) => {
  const web = await stage(t);
  for (const section of [CSE310, CSE310_TOO, MAT210]) await web.see(section);
  await web.signIn();
  const [ada] = await web.store.users.page({ text: 'ada', filter: null, sort: 'email', after: null, limit: 1 });
  await watch(web.harness, ada!.id, CSE310_TOO);
  const { body, text } = await web.ask('GET', `${PATH}?sort=watchers&q=cse+310`, { headers: bearer });
  t.match(body, {
    sections: [
      { section: CSE310_TOO, watchers: 1, status: 'full' },
      { section: CSE310, watchers: 0 },
    ],
  });
  t.notMatch(text, 'ada@');
  t.notMatch(text, ada!.id);
  t.match((await web.ask('GET', `${PATH}?filter=watched`, { headers: bearer })).body, {
    sections: [{ section: CSE310_TOO }],
  });
});

t.test('the table comes in pages of 50, and what it does not know is refused', async (t) => {
  const web = await stage(t);
  for (let nth = 0; nth < 51; nth += 1) await web.see(`asu/2267/${10_000 + nth}`);
  const first = await web.ask('GET', PATH, { headers: bearer });
  const { sections, nextCursor } = first.body as unknown as { sections: object[]; nextCursor: string };
  t.equal(sections.length, 50);
  t.match((await web.ask('GET', `${PATH}?cursor=${nextCursor}`, { headers: bearer })).body, {
    sections: [{ section: 'asu/2267/10050' }],
    nextCursor: undefined,
  });
  for (const query of [
    'sort=age',
    'filter=all',
    'cursor=x',
    `sort=watchers&cursor=${nextCursor}`,
    'institution=nowhere',
  ])
    t.equal((await web.ask('GET', `${PATH}?${query}`, { headers: bearer })).status, 422, query);
});
