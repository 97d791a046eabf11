import t from 'tap';
import { CSE310, FULL, MAT210, OPEN, student, watch } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const AT = `/api/v1/sections/${CSE310}/stats`;

t.test('the stats tell the watchers, the openings and the pace of a section', async (t) => {
  const { ask, see, harness, neighbours, clock } = await stage(t);
  await see(CSE310);
  await watch(harness, await student(harness), CSE310);
  await watch(harness, await student(harness, 'ben@example.edu'), CSE310);
  for (const seconds of [60, 180]) {
    await see(CSE310, OPEN);
    await clock.advance(seconds * 1_000);
    await see(CSE310, FULL);
  }
  neighbours.pace.sections = [{ section: CSE310, intervalMs: 90_000, nextInMs: 40_000 }];
  t.match(await ask('GET', AT), {
    status: 200,
    body: {
      watchers: 2,
      openings7d: 2,
      medianOpenSeconds: 120,
      intervalSeconds: 90,
      nextCheckAt: new Date(clock.now() + 40_000).toISOString(),
      stopped: undefined,
    },
  });
});

t.test('a section that nobody watches and that never opened has no next check and no duration', async (t) => {
  const { ask, see, neighbours } = await stage(t);
  await see(CSE310);
  neighbours.pace.resultingMs = 420_000;
  const { body } = await ask('GET', AT);
  const { week, ...rest } = body;
  t.same(rest, { watchers: 0, openings7d: 0, intervalSeconds: 420 });
  t.match(week, { open: [] });
});

t.test('openings of more than seven days ago do not count', async (t) => {
  const { ask, see, clock, passes } = await stage(t);
  await see(CSE310);
  await see(CSE310, OPEN);
  await clock.advance(60_000);
  await see(CSE310, FULL);
  passes(7 * 86_400_000);
  const { body } = await ask('GET', AT);
  t.match(body, { openings7d: 0, medianOpenSeconds: undefined });
});

t.test('the week tells when seats were open, and since when that is known', async (t) => {
  const { ask, see, clock } = await stage(t);
  await see(CSE310);
  const seen = clock.now();
  await clock.advance(60_000);
  await see(CSE310, OPEN);
  const opened = clock.now();
  await clock.advance(60_000);
  const week = async () => (await ask('GET', AT)).body['week'];
  const iso = (ms: number) => new Date(ms).toISOString();
  t.same(await week(), {
    from: iso(clock.now() - 7 * 86_400_000),
    to: iso(clock.now()),
    knownSince: iso(seen),
    open: [{ from: iso(opened), to: iso(clock.now()) }],
  });
  await see(CSE310, FULL);
  t.match(await week(), { open: [{ from: iso(opened), to: iso(clock.now()) }] });
  const closed = clock.now();
  await clock.advance(3_600_000);
  t.match(await week(), { open: [{ from: iso(opened), to: iso(closed) }] });
  // Without the timers of eight days, which take seconds.
  clock.jump(8 * 86_400_000);
  t.match(await week(), { knownSince: iso(clock.now() - 7 * 86_400_000), open: [] });
});

t.test('while checks are paused, and when the term is over, no next check is told, but why', async (t) => {
  const { ask, see, store, neighbours } = await stage(t);
  await see(CSE310);
  neighbours.pace.sections = [{ section: CSE310, intervalMs: 90_000, nextInMs: 40_000 }];
  await store.pauses.set('checks', 'asu');
  t.match((await ask('GET', AT)).body, { stopped: 'paused', nextCheckAt: undefined });
  await store.pauses.clear('checks', 'asu');
  t.match((await ask('GET', AT)).body, { stopped: undefined, nextCheckAt: String });
  await store.terms.end('asu', '2267');
  t.match((await ask('GET', AT)).body, { stopped: 'term-over', nextCheckAt: undefined });
});

t.test('a section that was never seen has no stats, and an invalid key is refused', async (t) => {
  const { ask } = await stage(t);
  t.match(await ask('GET', `/api/v1/sections/${MAT210}/stats`), {
    status: 404,
    body: { code: 'PMC_SECTION_NOT_SEEN' },
  });
  t.match(await ask('GET', '/api/v1/sections/asu/2267/x/stats'), {
    status: 422,
    body: { code: 'PMC_SECTION_KEY_INVALID' },
  });
});
