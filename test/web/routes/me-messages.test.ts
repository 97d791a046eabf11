import t from 'tap';
import { cursorOf } from '../../../src/web/page-cursor.ts';
import { CSE310, fanOut, FULL, OPEN } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const MESSAGES = '/api/v1/me/messages';

t.test('a student reads the messages in pages, and nobody reads those of others', async (t) => {
  const { ask, see, signIn, harness } = await stage(t);
  await see(CSE310, FULL);
  const [ada, ben] = [await signIn(), await signIn('ben@example.edu')];
  await ask('POST', '/api/v1/watches', { cookie: ada, body: { section: CSE310 } });
  for (let round = 0; round < 51; round += 1) for (const look of [OPEN, FULL]) await see(CSE310, look);
  await fanOut(harness);
  const first = await ask('GET', MESSAGES, { cookie: ada });
  const messages = first.body['messages'] as { id: string; change: { id: string } }[];
  t.equal(messages.length, 50);
  t.match(messages[0], {
    section: CSE310,
    kind: 'opened',
    channel: 'email',
    label: 'ada@example.edu',
    state: 'pending',
    change: { kind: 'opened', section: CSE310 },
  });
  t.notOk('sentAt' in messages[0]!);
  const second = await ask('GET', `${MESSAGES}?cursor=${first.body.nextCursor}`, { cookie: ada });
  t.equal((second.body['messages'] as object[]).length, 1);
  t.equal(second.body.nextCursor, undefined);
  t.same((await ask('GET', MESSAGES, { cookie: ben })).body, { messages: [] });
  const theirs = await ask('GET', `${MESSAGES}?cursor=${first.body.nextCursor}`, { cookie: ben });
  t.same(theirs.body, { messages: [] }, 'a cursor of another shows nothing');
  t.equal((await ask('GET', MESSAGES)).status, 401);
});

t.test('a cursor that was never issued is 422', async (t) => {
  const { ask, signIn } = await stage(t);
  const cookie = await signIn();
  for (const cursor of ['', 'x', cursorOf({ key: 9e15, id: 'no such time' }), cursorOf({ key: 'a', id: 'b' })])
    t.match(await ask('GET', `${MESSAGES}?cursor=${cursor}`, { cookie }), {
      status: 422,
      body: { code: 'PMC_CURSOR_INVALID' },
    });
});
