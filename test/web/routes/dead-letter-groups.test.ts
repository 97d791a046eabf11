import t from 'tap';
import {
  CSE310,
  CSE310_TOO,
  fanOut,
  giveUp,
  MAT210,
  OPEN,
  student,
  takePending,
  watch,
} from '../../contract/store/harness.ts';
import { bearer, stage } from '../stage.ts';

async function setUp(t: Parameters<typeof stage>[0]) {
  const web = await stage(t);
  const { harness, see } = web;
  for (const section of [CSE310, CSE310_TOO, MAT210]) await see(section);
  for (const section of [CSE310, CSE310_TOO]) await giveUp(harness, section, `${section}: timed out`);
  await giveUp(harness, MAT210, 'status 503');
  const post = (what: string, body: object) =>
    web.ask('POST', `/api/v1/dead-letters/${what}`, { headers: bearer, body });
  const groups = async () => {
    const { body } = await web.ask('GET', '/api/v1/dead-letters/groups', { headers: bearer });
    return body as unknown as {
      total: number;
      groups: { id: string; course: string; letters: { id: string; name: string }[] }[];
    };
  };
  return { ...web, post, groups };
}

t.test('dead letters come in groups, named by course and class', async (t) => {
  const { groups } = await setUp(t);
  const { total, groups: found } = await groups();
  t.equal(total, 3);
  t.same(
    found.map(({ course, letters }) => [course, letters.map(({ name }) => name).toSorted()]),
    [
      ['MAT 210', ['MAT 210 · 70001']],
      ['CSE 310', ['CSE 310 · 66445', 'CSE 310 · 66446']],
    ],
  );
});

t.test('a group, some, or all are replayed or discarded, audited, and the schedulers are woken', async (t) => {
  const { post, groups, store, neighbours } = await setUp(t);
  const [mat, cse] = (await groups()).groups;
  t.match(await post('replay', { group: cse!.id }), { status: 202, body: { handled: 2 } });
  t.ok(neighbours.woken.includes('scheduler'));
  t.match(await post('replay', { group: cse!.id }), { body: { handled: 0 } }, 'they are gone');
  t.match(await post('discard', { ids: [mat!.letters[0]!.id, 'nobody'] }), { status: 200, body: { handled: 1 } });
  t.match(await post('discard', { all: true }), { body: { handled: 0 } });
  t.same((await store.audit.page(null, 10)).map(({ action, subject }) => `${action} ${subject}`).toReversed(), [
    `replay-dead-letters ${cse!.id}`,
    `replay-dead-letters ${cse!.id}`,
    'discard-dead-letters MAT 210 · 70001, and 1 more',
    'discard-dead-letters all',
  ]);
  t.equal(await store.deadLetters.count(), 0);
});

t.test('all means all there are, once each', async (t) => {
  const { post, store } = await setUp(t);
  t.match(await post('replay', { all: true }), { status: 202, body: { handled: 3 } });
  t.equal(await store.deadLetters.count(), 0);
  for (const body of [{}, { ids: [] }, { all: false }, { all: true, ids: ['x'] }])
    t.equal((await post('replay', body)).status, 422, JSON.stringify(body));
});

t.test('a notification is named by its class and a masked address, and no answer has the whole address', async (t) => {
  const { harness, see, store, ask, groups } = await setUp(t);
  await watch(harness, await student(harness), CSE310);
  await see(CSE310, OPEN);
  await fanOut(harness);
  const pending = await takePending(harness, 'one');
  const { recipient } = pending[0]!;
  await store.notifications.record(
    'one',
    pending.map(({ id }) => ({ id, outcome: 'dead', error: `550 no mailbox ${recipient}` })),
  );
  const { text } = await ask('GET', '/api/v1/dead-letters/groups', { headers: bearer });
  t.notMatch(text, recipient);
  const [group] = (await groups()).groups;
  const { id, name } = group!.letters[0]!;
  t.equal(name, `CSE 310 · 66445 → ${recipient[0]}…@${recipient.split('@')[1]}`);
  await ask('POST', `/api/v1/dead-letters/${encodeURIComponent(id)}/replay`, { headers: bearer });
  t.match(await store.audit.page(null, 1), [{ action: 'replay-dead-letter', subject: name }]);
});
