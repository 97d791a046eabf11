import t from 'tap';
import { CSE310, CSE310_TOO, ENG101, MAT210, nextDueInMs } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const WATCHES = '/api/v1/watches';

t.test('a section that has been seen is watched without asking the source', async (t) => {
  const { ask, see, signIn, neighbours, clock } = await stage(t);
  await see(CSE310);
  const cookie = await signIn();
  const { status, body } = await ask('POST', WATCHES, { cookie, body: { section: CSE310 } });
  t.equal(status, 201);
  t.match(body, {
    id: String,
    section: CSE310,
    kinds: ['opened'],
    paused: false,
    verified: true,
    createdAt: clock.now() && String,
  });
  t.same((await ask('GET', WATCHES, { cookie })).body, { watches: [body] });
  await clock.advance(0);
  t.same(neighbours.looks, []);
  t.same(neighbours.woken, ['scheduler']);
});

t.test('a section that has never been seen is looked at once, and the watch is verified', async (t) => {
  const { ask, see, signIn, neighbours } = await stage(t);
  neighbours.onLook = async () => {
    await see(CSE310);
    return { outcome: 'seen' };
  };
  const { status, body } = await ask('POST', WATCHES, {
    cookie: await signIn(),
    body: { section: CSE310, kinds: ['seats', 'opened'] },
  });
  t.equal(status, 201);
  t.match(body, { verified: true, kinds: ['seats', 'opened'] });
  t.same(neighbours.looks, [{ section: CSE310 }]);
  t.match(neighbours.askers, [{ student: String }], 'a student waits, whatever visitors have spent');
});

t.test('a section the source does not list cannot be watched', async (t) => {
  const { ask, signIn } = await stage(t);
  const cookie = await signIn();
  t.match(await ask('POST', WATCHES, { cookie, body: { section: CSE310 } }), {
    status: 404,
    body: { code: 'PMC_SECTION_NOT_FOUND' },
  });
  t.same((await ask('GET', WATCHES, { cookie })).body.watches, []);
});

t.test('while the source is not available the watch is kept, unverified, and its section is due at once', async (t) => {
  const { ask, signIn, neighbours, store } = await stage(t);
  neighbours.onLook = () => ({ outcome: 'unseen', code: 'PMC_SOURCE_UNREACHABLE', message: 'down' });
  t.match(await ask('POST', WATCHES, { cookie: await signIn(), body: { section: CSE310 } }), {
    status: 201,
    body: { verified: false },
  });
  t.equal(await nextDueInMs(store), 0);
});

t.test('a look that takes too long does not delay the student', async (t) => {
  const { ask, signIn, neighbours, clock } = await stage(t);
  neighbours.onLook = undefined;
  const cookie = await signIn();
  const posted = ask('POST', WATCHES, { cookie, body: { section: CSE310 } });
  while (neighbours.looks.length === 0) await clock.advance(0);
  await clock.advance(8_000);
  t.match(await posted, { status: 201, body: { verified: false } });
});

t.test('a student can watch a section only once', async (t) => {
  const { ask, see, signIn } = await stage(t);
  await see(CSE310);
  const cookie = await signIn();
  await ask('POST', WATCHES, { cookie, body: { section: CSE310 } });
  t.match(await ask('POST', WATCHES, { cookie, body: { section: CSE310, kinds: ['closed'] } }), {
    status: 409,
    body: { code: 'PMC_WATCH_DUPLICATE' },
  });
  t.equal(
    (await ask('POST', WATCHES, { cookie: await signIn('ben@example.edu'), body: { section: CSE310 } })).status,
    201,
    'by another student too',
  );
});

t.test('of several simultaneous requests for the same section, one succeeds', async (t) => {
  const { ask, see, signIn } = await stage(t);
  await see(CSE310);
  const cookie = await signIn();
  const answers = await Promise.all([1, 2, 3].map(() => ask('POST', WATCHES, { cookie, body: { section: CSE310 } })));
  t.same(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [201, 409, 409],
  );
});

t.test('a student has at most MAX_WATCHES_PER_USER watches', async (t) => {
  const { ask, see, signIn } = await stage(t, { environment: { MAX_WATCHES_PER_USER: '2' } });
  for (const section of [CSE310, CSE310_TOO, MAT210]) await see(section);
  const cookie = await signIn();
  for (const section of [CSE310, CSE310_TOO])
    t.equal((await ask('POST', WATCHES, { cookie, body: { section } })).status, 201);
  t.match(await ask('POST', WATCHES, { cookie, body: { section: MAT210 } }), {
    status: 429,
    body: { code: 'PMC_WATCH_LIMIT' },
  });
  t.match(
    await ask('POST', WATCHES, { cookie, body: { section: CSE310 } }),
    { status: 409 },
    'a duplicate is told as such even then',
  );
  t.match(
    await ask('POST', WATCHES, { cookie, body: { section: ENG101 } }),
    { status: 429 },
    'and nothing is looked at',
  );
});

t.test('an invalid watch is 422 and names the field', async (t) => {
  const { ask, signIn, neighbours } = await stage(t);
  const cookie = await signIn();
  const refused: [unknown, RegExp][] = [
    [{}, /^section: /],
    [{ section: 5 }, /^section: /],
    [{ section: 'asu/2267' }, /^section: /],
    [{ section: 'mit/2267/1' }, /^section: .*mit/],
    [{ section: 'x'.repeat(500) }, /^section: /],
    [{ section: CSE310, kinds: [] }, /^kinds: /],
    [{ section: CSE310, kinds: 'opened' }, /^kinds: /],
    [{ section: CSE310, kinds: ['opened', 'opened'] }, /^kinds: /],
    [{ section: CSE310, kinds: ['seats', 'nonsense'] }, /^kinds\.1: /],
    [{ section: CSE310, kinds: null }, /^kinds: /],
    [{ section: CSE310, paused: true }, /^paused: /],
    [[], /^body: /],
    ['"text"', /^body: /],
    ['null', /^body: /],
  ];
  for (const [body, message] of refused) {
    const answer = await ask('POST', WATCHES, { cookie, body, headers: { 'content-type': 'application/json' } });
    t.match(answer, { status: 422, body: { code: 'PMC_BODY_INVALID', message } }, JSON.stringify(body));
  }
  t.same(neighbours.looks, []);
});

t.test('a watch can be changed and paused', async (t) => {
  const { ask, see, signIn } = await stage(t);
  await see(CSE310);
  const cookie = await signIn();
  const { body: watch } = await ask('POST', WATCHES, { cookie, body: { section: CSE310 } });
  const at = `${WATCHES}/${String(watch['id'])}`;
  t.match(await ask('PATCH', at, { cookie, body: { kinds: ['cancelled', 'listed'] } }), {
    status: 200,
    body: { ...watch, kinds: ['cancelled', 'listed'] },
  });
  t.match(await ask('PATCH', at, { cookie, body: { paused: true } }), {
    status: 200,
    body: { paused: true, kinds: ['cancelled', 'listed'] },
  });
  for (const body of [{ kinds: [] }, { kinds: ['nonsense'] }, { paused: 'yes' }, { section: MAT210 }])
    t.equal((await ask('PATCH', at, { cookie, body })).status, 422, JSON.stringify(body));
  t.match((await ask('GET', WATCHES, { cookie })).body.watches, [{ paused: true, kinds: ['cancelled', 'listed'] }]);
});

t.test('a watch can be ended only once', async (t) => {
  const { ask, see, signIn } = await stage(t);
  await see(CSE310);
  const cookie = await signIn();
  const { body: watch } = await ask('POST', WATCHES, { cookie, body: { section: CSE310 } });
  const ended = await ask('DELETE', `${WATCHES}/${String(watch['id'])}`, { cookie });
  t.equal(ended.status, 204);
  t.equal(ended.text, '');
  t.match(await ask('DELETE', `${WATCHES}/${String(watch['id'])}`, { cookie }), {
    status: 404,
    body: { code: 'PMC_WATCH_NOT_FOUND' },
  });
  t.same((await ask('GET', WATCHES, { cookie })).body, { watches: [] });
});

t.test("another student's watch is 404", async (t) => {
  const { ask, see, signIn } = await stage(t);
  await see(CSE310);
  const { body: watch } = await ask('POST', WATCHES, { cookie: await signIn(), body: { section: CSE310 } });
  const eve = await signIn('eve@example.edu');
  const at = `${WATCHES}/${String(watch['id'])}`;
  t.match(await ask('PATCH', at, { cookie: eve, body: { paused: true } }), {
    status: 404,
    body: { code: 'PMC_WATCH_NOT_FOUND' },
  });
  t.match(await ask('DELETE', at, { cookie: eve }), { status: 404 });
});

t.test('without a session every route is 401, before anything else is checked', async (t) => {
  const { ask } = await stage(t);
  for (const [method, path, body] of [
    ['GET', WATCHES],
    ['POST', WATCHES, {}],
    ['PATCH', `${WATCHES}/1`, { kinds: [] }],
    ['DELETE', `${WATCHES}/1`],
  ] as const) {
    t.match(
      await ask(method, path, { body }),
      { status: 401, body: { code: 'PMC_NOT_SIGNED_IN' } },
      `${method} ${path}`,
    );
  }
});

t.test(
  'a watch in a term that is over is refused with the reason, by the calendar or because it is no longer listed',
  async (t) => {
    const { ask, see, signIn, neighbours, store } = await stage(t);
    const cookie = await signIn();
    const refused = { status: 422, body: { code: 'PMC_TERM_OVER', message: /^Fall 2022 is over/ } };
    t.match(await ask('POST', WATCHES, { cookie, body: { section: 'asu/2227/66445' } }), refused);
    await see(CSE310);
    await store.terms.end('asu', '2267');
    t.match(await ask('POST', WATCHES, { cookie, body: { section: CSE310 } }), {
      status: 422,
      body: { code: 'PMC_TERM_OVER' },
    });
    t.same(neighbours.looks, [], 'the source is not asked');
    t.match(
      await ask('GET', `/api/v1/sections/${CSE310}`, {}),
      { status: 200, body: { version: 1 } },
      'what was seen stays readable',
    );
  },
);
