import t from 'tap';
import { CSE310, FULL, giveUp, MAT210, OPEN, watch } from '../../contract/store/harness.ts';
import { bearer, stage } from '../stage.ts';

const PATH = '/api/v1/operator/sections';

t.test('operators read why a section is unknown: its failed looks, its changes and how many watch it', async (t) => {
  const web = await stage(t);
  for (const look of [FULL, OPEN]) await web.see(CSE310, look);
  await web.signIn();
  const [ada] = await web.store.users.page({ text: 'ada', filter: null, sort: 'email', after: null, limit: 1 });
  await watch(web.harness, ada!.id, CSE310);
  await giveUp(web.harness, CSE310, 'status 503', 3, 'n/checking/browsers/browser-1');
  const { body, text } = await web.ask('GET', `${PATH}/${CSE310}`, { headers: bearer });
  t.match(body, {
    section: CSE310,
    state: { status: 'unknown', subject: 'CSE' },
    watchers: 1,
    failures: 3,
    failedAttempts: [{ by: 'n/checking/browsers/browser-1', error: 'status 503' }],
    missingSince: null,
    changes: [{ kind: 'seats' }, { kind: 'opened', before: 'full', after: 'open' }],
  });
  t.notMatch(text, ada!.id);
});

t.test('a section that was never heard of is not found', async (t) => {
  const web = await stage(t);
  t.match(await web.ask('GET', `${PATH}/${MAT210}`, { headers: bearer }), {
    status: 404,
    body: { code: 'PMC_SECTION_NOT_SEEN' },
  });
});
