import t from 'tap';
import { CSE310, CSE310_TOO, OPEN } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const WATCHES = '/api/v1/watches';
const COURSE = 'asu/2267/CSE/310';
const MORNING = { meetings: [{ days: ['Mon' as const], start: '09:00', end: '10:15', location: '' }] };

const TICK_MS = 15_000;

t.test('a student watches any section of a course that meets conditions', async (t) => {
  const { ask, see, signIn } = await stage(t);
  await see(CSE310);
  await see(CSE310_TOO, MORNING);
  const cookie = await signIn();
  const body = {
    course: COURSE,
    conditions: { before: '12:00' },
    minSeats: 2,
    reservedGroup: 'Honors',
    remind: 'hourly',
  };
  const posted = await ask('POST', WATCHES, { cookie, body });
  t.match(posted, { status: 201, body: { ...body, covers: [CSE310_TOO], kinds: ['opened'], channels: null } });
  t.notOk('section' in posted.body);
  t.same((await ask('GET', WATCHES, { cookie })).body, { watches: [posted.body] });
  t.match(await ask('POST', WATCHES, { cookie, body: { ...body, minSeats: 1 } }), { status: 409 });
});

t.test('a course that cannot be looked at now is watched unverified, and looked at again', async (t) => {
  const { ask, see, signIn, neighbours, clock } = await stage(t);
  const cookie = await signIn();
  const body = { course: COURSE };
  neighbours.onLook = () => ({ outcome: 'unseen', code: 'PMC_SOURCE_UNREACHABLE', message: 'down' });
  t.match(await ask('POST', WATCHES, { cookie, body }), { status: 201, body: { verified: false, covers: [] } });
  neighbours.onLook = async () => {
    await see(CSE310, OPEN);
    return { outcome: 'seen' };
  };
  await clock.advance(TICK_MS);
  t.same(neighbours.looks.at(-1), { term: '2267', text: 'CSE 310' });
  t.match((await ask('GET', WATCHES, { cookie })).body, { watches: [{ verified: true, covers: [CSE310] }] });
  const asked = neighbours.looks.length;
  await clock.advance(2 * TICK_MS);
  t.equal(neighbours.looks.length, asked, 'from now on the scheduler looks at it');
});

t.test('the watch of a course that turns out not to exist ends with a message', async (t) => {
  const { ask, signIn, neighbours, clock, store } = await stage(t);
  const cookie = await signIn();
  neighbours.onLook = () => ({ outcome: 'unseen', code: 'PMC_SOURCE_UNREACHABLE', message: 'down' });
  for (const conditions of [{}, { before: '12:00' }])
    t.match(await ask('POST', WATCHES, { cookie, body: { course: COURSE, conditions } }), { status: 201 });
  neighbours.onLook = () => ({ outcome: 'not-found' });
  await clock.advance(TICK_MS);
  t.same((await ask('GET', WATCHES, { cookie })).body, { watches: [] });
  t.match(await store.notifications.claim('email', 'mailer', 60_000, 10), [
    { notice: 'not-found', section: COURSE },
    { notice: 'not-found', section: COURSE },
  ]);
});

t.test('a course that the source does not list is 404', async (t) => {
  const { ask, signIn, neighbours } = await stage(t);
  neighbours.onLook = async () => ({ outcome: 'seen' });
  t.match(await ask('POST', WATCHES, { cookie: await signIn(), body: { course: COURSE } }), {
    status: 404,
    body: { code: 'PMC_COURSE_NOT_FOUND' },
  });
});

t.test('what cannot be watched is refused with the field named', async (t) => {
  const { ask, signIn } = await stage(t);
  const cookie = await signIn();
  for (const [body, field] of [
    [{}, 'section'],
    [{ section: CSE310, course: COURSE }, 'section'],
    [{ section: CSE310, conditions: {} }, 'conditions'],
    [{ course: 'CSE 310' }, 'course'],
    [{ course: 'mit/2267/CSE/310' }, 'course'],
    [{ course: COURSE, conditions: { before: '25:00' } }, 'before'],
    [{ course: COURSE, conditions: { colour: 'red' } }, 'colour'],
    [{ section: CSE310, minSeats: 0 }, 'minSeats'],
    [{ section: CSE310, remind: 'daily' }, 'remind'],
    [{ section: CSE310, channels: ['of-another'] }, 'channels'],
  ] as const) {
    const { status, body: answer } = await ask('POST', WATCHES, { cookie, body });
    t.equal(status, 422, JSON.stringify(body));
    t.match(answer['message'], field, JSON.stringify(body));
  }
});

t.test('every field is changed by PATCH, and a pause can end by itself', async (t) => {
  const { ask, see, signIn, clock } = await stage(t);
  await see(CSE310);
  await see(CSE310_TOO, MORNING);
  const cookie = await signIn();
  const { body: watch } = await ask('POST', WATCHES, { cookie, body: { course: COURSE } });
  const patch = (body: object) => ask('PATCH', `${WATCHES}/${String(watch['id'])}`, { cookie, body });
  const changes = { kinds: ['opened', 'closed'], minSeats: 3, reservedGroup: 'Honors', remind: 'hourly' };
  t.match(await patch(changes), { status: 200, body: changes });
  t.match(await patch({ conditions: { before: '12:00' } }), {
    status: 200,
    body: { ...changes, covers: [CSE310_TOO] },
  });
  const pausedUntil = new Date(clock.now() + 86_400_000).toISOString();
  t.match(await patch({ pausedUntil }), { status: 200, body: { paused: true, pausedUntil } });
  t.match(await patch({ paused: false }), { status: 200, body: { paused: false, pausedUntil: null } });
  t.match(await patch({ pausedUntil: 'tomorrow' }), { status: 422 });
  t.match(await patch({ pausedUntil: '2020-01-01T00:00:00Z' }), { status: 422 });
});

t.test('a stranger cannot change or end a watch, and does not learn that it exists', async (t) => {
  const { ask, see, signIn } = await stage(t);
  await see(CSE310);
  const { body: watch } = await ask('POST', WATCHES, { cookie: await signIn(), body: { course: COURSE } });
  const eve = await signIn('eve@example.edu');
  const own = `${WATCHES}/${String(watch['id'])}`;
  for (const [method, body] of [
    ['PATCH', { conditions: { before: '12:00' } }],
    ['PATCH', { paused: true }],
    ['DELETE', undefined],
  ] as const) {
    t.match(await ask(method, own, { cookie: eve, body }), { status: 404, body: { code: 'PMC_WATCH_NOT_FOUND' } });
    t.match(await ask(method, own, { body }), { status: 401 });
  }
  t.same((await ask('GET', WATCHES, { cookie: eve })).body, { watches: [] });
});
