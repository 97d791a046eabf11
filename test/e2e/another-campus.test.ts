/**
 * The real program watches a class search that is not the simulator, because any page that behaves like ASU's works.
 */
import t from 'tap';
import type { Test } from 'tap';
import type { Change } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import type { Watch } from '../../src/domain/watch.ts';
import { eventually } from '../support/eventually.ts';
import { startPlainCampus, TERM } from '../support/plain-campus.ts';
import type { PlainClass } from '../support/plain-campus.ts';
import { mailsIn, startSystem } from '../support/running-system.ts';
import type { RunningSystem } from '../support/running-system.ts';
import { signIn } from '../support/student.ts';

const full = (number: string, subject: string): PlainClass => ({
  number,
  subject,
  catalog: '101',
  capacity: 30,
  enrolled: 30,
});
const get = async (system: RunningSystem, path: string): Promise<Response> =>
  fetch(`${system.url}/api/v1/sections/asu/${TERM}/${path}`);
const stateOf = async (system: RunningSystem, number: string): Promise<SectionState> =>
  (await get(system, number)).json() as Promise<SectionState>;
/** The answer about a section that was never seen, once it has arrived. */
const answerAbout = (system: RunningSystem, number: string): Promise<Response> =>
  eventually(async () => {
    const response = await get(system, number);
    return response.status !== 503 && response;
  });

t.test(
  'while checks are paused, the source gets no request, even after a restart; then states follow the rules for seats',
  async (t) => {
    const campus = await startPlainCampus(t, [
      full('10001', 'CSE'),
      { ...full('10002', 'ENG'), enrolled: 28 },
      {
        ...full('10003', 'MAT'),
        enrolled: 28,
        reserved: [
          { ENRL_CAP: 2, ENRL_TOT: 0 },
          { ENRL_CAP: 1, ENRL_TOT: 9 },
        ],
      },
      { ...full('10004', 'PHY'), enrolled: 28, waiting: { capacity: 5, count: 2 } },
      { ...full('10005', 'ART'), capacity: 9999 },
      { ...full('10006', 'MUS'), enrolled: 33 },
    ]);
    const dataDir = t.testdir();
    const environment = { ASU_CATALOG_URL: campus.catalogUrl, ASU_API_URL: campus.apiUrl, CHECK_INTERVAL_SECONDS: '1' };
    await pauseAndStop(t, await startSystem(t, dataDir, environment));

    const system = await startSystem(t, dataDir, environment);
    const { pauses } = (await (await system.operator('/api/v1/pause')).json()) as { pauses: { scope: string }[] };
    t.same(
      pauses.map(({ scope }) => scope),
      ['checks'],
    );
    t.equal((await get(system, '10001')).status, 503);
    t.same(campus.questions, [], 'no request since the start');
    t.equal((await system.operator('/api/v1/pause?scope=checks', { method: 'DELETE' })).status, 204);
    const first = await get(system, '10001');
    t.equal(first.status, 503, 'never seen: one look is requested');
    t.ok(Number(first.headers.get('retry-after')) > 0);
    const statuses: Record<string, [string, number | null]> = {};
    for (const { number } of campus.classes) {
      const { status, seats } = (await (await answerAbout(system, number)).json()) as SectionState;
      statuses[number] = [status, seats.open];
    }
    t.same(statuses, {
      10001: ['full', 0],
      10002: ['open', 2],
      10003: ['reserved', 0],
      10004: ['waitlist', 2],
      10005: ['open', 9969],
      10006: ['full', 0],
    });
    t.match(await stateOf(system, '10006'), { version: 1, instructors: [], meetings: [], seats: { available: -3 } });
    t.equal((await answerAbout(system, '10099')).status, 404, 'the source does not have it');
  },
);

/** Pauses the checks, asks for what only the source could answer, and stops the system. */
async function pauseAndStop(t: Test, system: RunningSystem): Promise<void> {
  const student = await signIn(system, 'ada@example.edu');
  const post = (path: string, body: object): Promise<Response> =>
    system.operator(path, { method: 'POST', body: JSON.stringify(body) });
  t.equal((await post('/api/v1/pause', { scope: 'checks' })).status, 200);
  t.equal((await get(system, '10001')).status, 503);
  t.equal((await fetch(`${system.url}/api/v1/search?institution=asu&term=${TERM}&q=ENG`)).status, 503);
  const asked = await student.api('/api/v1/watches', { method: 'POST', json: { section: `asu/${TERM}/10002` } });
  t.match(await asked.json(), { verified: false });
  t.equal((await post('/api/v1/cycles', {})).status, 409);
  t.equal(await system.stop(), 0);
}

t.test(
  'openings, an outage, a section that disappears and one that never existed are all reported correctly',
  async (t) => {
    const campus = await startPlainCampus(t, [full('10001', 'CSE'), full('10002', 'ENG')]);
    const system = await startSystem(t, t.testdir(), {
      ASU_CATALOG_URL: campus.catalogUrl,
      CHECK_INTERVAL_SECONDS: '1',
      CHECK_SCHEDULE: 'fixed',
    });
    const student = await signIn(system, 'ada@example.edu');
    const watch = (number: string): Promise<Response> =>
      student.api('/api/v1/watches', { method: 'POST', json: { section: `asu/${TERM}/${number}` } });
    t.equal((await watch('10001')).status, 201);
    // A slow machine has no answer in time before its browser has started.
    await eventually(async () => (await stateOf(system, '10001')).status === 'full');
    t.equal((await watch('10002')).status, 201);
    t.equal((await watch('10001')).status, 409);
    t.equal((await watch('10099')).status, 404);

    for (const number of ['10001', '10002'])
      await eventually(async () => (await stateOf(system, number)).status === 'full');
    const [moving] = campus.classes;
    moving!.enrolled = 29;
    await eventually(async () => (await stateOf(system, '10001')).status === 'open');

    campus.failing = true;
    const unseen = await eventually(async () => {
      const state = await stateOf(system, '10001');
      return state.status === 'unknown' && state;
    });
    t.match(unseen, { version: 2, seats: { enrolled: 29 } }, 'the last sure state is kept');
    const unverified = await watch('10077');
    t.equal(unverified.status, 201);
    t.match(await unverified.json(), { verified: false });
    moving!.enrolled = 28;
    campus.failing = false;
    await eventually(async () => (await stateOf(system, '10001')).version === 3);

    // Both are looked up by their numbers a minute later.
    campus.classes.shift();
    await eventually(async () => (await stateOf(system, '10001')).status === 'cancelled');
    campus.classes.unshift(moving!);
    await eventually(async () => (await stateOf(system, '10001')).status === 'open');
    const notice = await eventually(async () =>
      (await mailsIn(system.dataDir)).find((mail) => /^X-PickMyClass-Notice: not-found\r?$/m.test(mail)),
    );
    t.match(notice, /10077/);
    const { watches } = (await (await student.api('/api/v1/watches')).json()) as { watches: Watch[] };
    t.same(
      watches.map(({ section }) => section),
      [`asu/${TERM}/10001`, `asu/${TERM}/10002`],
    );

    const { changes } = (await (await get(system, '10001/history')).json()) as { changes: Change[] };
    t.same(
      changes.map(({ kind, version, before }) => `${before.status} ${version} ${kind}`),
      ['full 2 opened', 'full 2 seats', 'open 3 seats', 'open 4 cancelled', 'cancelled 5 listed'],
    );
  },
);
