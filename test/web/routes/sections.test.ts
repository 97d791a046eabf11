import t from 'tap';
import { CSE310, OPEN } from '../../contract/store/harness.ts';
import type { ManualClock } from '../../../src/runtime/testing/index.ts';
import { stage } from '../stage.ts';

const AT = `/api/v1/sections/${CSE310}`;

/** Advances the clock until there is an answer. */
async function passing<Value>(clock: ManualClock, answer: Promise<Value>): Promise<Value> {
  let answered = false;
  void answer.finally(() => (answered = true));
  while (!answered) await clock.advance(1);
  return answer;
}

t.test('a section that has been seen is answered with its state', async (t) => {
  const { ask, see } = await stage(t);
  await see(CSE310);
  const { status, body } = await ask('GET', AT);
  t.equal(status, 200);
  t.match(body, {
    section: CSE310,
    status: 'full',
    version: 1,
    seats: { capacity: 150, enrolled: 150, available: 0, reserved: 0, open: 0 },
  });
});

t.test('a section that is unknown now is answered with its last known values', async (t) => {
  const { ask, see, store } = await stage(t);
  await see(CSE310);
  await store.sections.claim('asu', { sections: [CSE310] }, 'me', 1_000);
  await store.sections.commit('me', [
    {
      section: CSE310,
      expectedVersion: 1,
      state: null,
      unknown: true,
      missing: false,
      failures: 3,
      demand: 0,
      dueInMs: 1,
      changes: [],
    },
  ]);
  const { status, body } = await ask('GET', AT);
  t.equal(status, 200);
  t.match(body, { status: 'unknown', version: 1, seats: { enrolled: 150 } });
});

t.test(
  'a section that has never been seen is looked at once: 503 with Retry-After until the answer arrives',
  async (t) => {
    const { ask, see, neighbours, clock } = await stage(t);
    neighbours.onLook = undefined;
    for (let times = 0; times < 3; times += 1) {
      const { status, headers, body } = await passing(clock, ask('GET', AT));
      t.equal(status, 503);
      t.equal(body.code, 'PMC_SECTION_PENDING');
      t.match(headers.get('retry-after'), /^[1-9]\d*$/);
    }
    await clock.advance(0);
    t.same(neighbours.looks, [{ section: CSE310 }]);
    await see(CSE310);
    t.equal((await ask('GET', AT)).status, 200);
  },
);

t.test('a section the source does not list is 404, and asking again costs the source nothing', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  t.equal((await ask('GET', AT)).status, 503);
  await clock.advance(0);
  for (let times = 0; times < 3; times += 1)
    t.match(await ask('GET', AT), { status: 404, body: { code: 'PMC_SECTION_NOT_FOUND' } });
  t.equal(neighbours.looks.length, 1);
});

t.test('after five minutes the source is asked again whether it lists the section', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  await ask('GET', AT);
  await clock.advance(5 * 60_000);
  t.equal((await ask('GET', AT)).status, 503);
  await clock.advance(0);
  t.equal(neighbours.looks.length, 2);
});

t.test("while the source's breaker is open, a visitor is told at once when to come back", async (t) => {
  const { ask, neighbours, log } = await stage(t);
  const open = { code: 'PMC_BREAKER_OPEN', message: 'the source failed too often' };
  neighbours.onLook = () => ({ outcome: 'unseen', ...open, retryInMs: 90_000 });
  for (const path of [AT, '/api/v1/search?q=CSE']) {
    const { status, headers, body } = await ask('GET', path);
    t.match({ status, body }, { status: 503, body: open }, path);
    t.equal(headers.get('retry-after'), '90');
  }
  t.notOk(
    log.lines.some(({ level }) => level === 'error'),
    'it is no failure of this server',
  );
});

t.test('a look without a certain result is repeated at the next request', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  neighbours.onLook = () => ({ outcome: 'unseen', code: 'PMC_SOURCE_STATUS', message: 'the source answered 500' });
  for (const looks of [1, 2]) {
    t.equal((await ask('GET', AT)).status, 503);
    await clock.advance(0);
    t.equal(neighbours.looks.length, looks);
  }
});

t.test('an invalid section key is 422 and causes no look', async (t) => {
  const { ask, neighbours } = await stage(t);
  for (const path of [
    'asu/2267/abc',
    'ASU/2267/1',
    'asu/22x7/66445',
    'asu/2267/12345678901',
    `asu/2267/${'1'.repeat(5_000)}`,
    'asu/2267/%2e%2e%2f1',
    'asu/2267/%00',
  ]) {
    for (const rest of ['', '/history']) {
      const { status, body } = await ask('GET', `/api/v1/sections/${path}${rest}`);
      t.equal(status, 422, path.slice(0, 40));
      t.equal(body.code, 'PMC_SECTION_KEY_INVALID');
    }
  }
  t.same(neighbours.looks, []);
});

t.test('an institution that is not watched here is 422', async (t) => {
  const { ask } = await stage(t);
  t.match(await ask('GET', '/api/v1/sections/mit/2267/66445'), {
    status: 422,
    body: { code: 'PMC_INSTITUTION_UNKNOWN' },
  });
});

t.test('the history is complete, oldest first, in pages', async (t) => {
  const { ask, see } = await stage(t);
  for (const enrolled of [150, 149, 148, 147, 146]) await see(CSE310, { enrolled });
  const whole = await ask('GET', `${AT}/history`);
  t.equal(whole.status, 200);
  t.same(
    whole.body.changes.map(({ id }) => id),
    ['2:opened', '2:seats', '3:seats', '4:seats', '5:seats'].map((end) => `${CSE310}#${end}`),
  );
  t.notOk('nextCursor' in whole.body, 'there is no cursor when there is no more');

  const paged: unknown[] = [];
  for (let cursor = ''; ;) {
    const { body } = await ask('GET', `${AT}/history?limit=2${cursor}`);
    t.ok(body.changes.length <= 2);
    paged.push(...body.changes);
    if (body.nextCursor === undefined) break;
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
  }
  t.same(paged, whole.body.changes);
});

t.test('a page that ends with the last change has no cursor', async (t) => {
  const { ask, see } = await stage(t);
  for (const enrolled of [150, 149]) await see(CSE310, { enrolled });
  const { body } = await ask('GET', `${AT}/history?limit=2`);
  t.equal(body.changes.length, 2);
  t.notOk('nextCursor' in body);
});

t.test('a history has 100 changes if no limit is given, and 500 at most', async (t) => {
  const { ask, see } = await stage(t);
  for (let enrolled = 0; enrolled <= 101; enrolled += 1) await see(CSE310, { capacity: 500, enrolled });
  t.equal((await ask('GET', `${AT}/history`)).body.changes.length, 100);
  t.equal((await ask('GET', `${AT}/history?limit=500`)).body.changes.length, 101);
});

t.test('a history accepts limits from 1 to 500, and only cursors that the server gave out', async (t) => {
  const { ask, see } = await stage(t);
  await see(CSE310);
  for (const limit of ['0', '501', '-1', '1.5', 'ten'])
    t.match(
      await ask('GET', `${AT}/history?limit=${limit}`),
      { status: 422, body: { code: 'PMC_BODY_INVALID', message: /limit/ } },
      limit,
    );
  for (const cursor of ['999', 'nonsense', '-1'])
    t.match(
      await ask('GET', `${AT}/history?cursor=${cursor}`),
      { status: 422, body: { code: 'PMC_CURSOR_INVALID' } },
      cursor,
    );
});

t.test('a section that has never been seen has no history', async (t) => {
  const { ask, neighbours } = await stage(t);
  t.match(await ask('GET', `${AT}/history`), { status: 404, body: { code: 'PMC_SECTION_NOT_SEEN' } });
  t.same(neighbours.looks, []);
});

t.test('a section seen once has an empty history', async (t) => {
  const { ask, see } = await stage(t);
  await see(CSE310, OPEN);
  t.same((await ask('GET', `${AT}/history`)).body, { changes: [] });
});
