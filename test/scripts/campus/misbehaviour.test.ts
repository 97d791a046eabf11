import t from 'tap';
import type { Test } from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';
import type { Campus } from '../../../scripts/campus/campus.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

async function start(t: Test, clock = new ManualClock()): Promise<Campus> {
  const campus = await startCampus({ port: 0, sections: 50, speed: 0, clock });
  t.teardown(() => campus.close());
  return campus;
}

const api = (campus: Campus, init: RequestInit = {}): Promise<Response> =>
  fetch(`${campus.apiUrl}/search/classes?term=${campus.term}&classNbr=66445`, {
    headers: { authorization: 'Bearer null' },
    redirect: 'manual',
    ...init,
  });
const page = (campus: Campus): Promise<Response> => fetch(campus.catalogUrl, { redirect: 'manual' });

t.test('error: the next N requests get an error page, and later ones succeed', async (t) => {
  const campus = await start(t);
  campus.misbehave({ error: { next: 2 }, errorStatus: 503 });
  const failed = await api(campus);
  t.equal(failed.status, 503);
  t.match(failed.headers.get('content-type'), /html/);
  t.equal((await page(campus)).status, 503);
  t.equal((await api(campus)).status, 200);
  t.same({ asked: campus.requests.asked, classes: campus.requests.classes }, { asked: 3, classes: 1 });
});

t.test('error: it lasts until it is cleared, and never affects the control page', async (t) => {
  const campus = await start(t);
  campus.misbehave({ error: true });
  for (let time = 0; time < 3; time += 1) t.equal((await api(campus)).status, 500);
  t.equal((await fetch(campus.controlUrl)).status, 200);
  campus.behave();
  t.equal((await api(campus)).status, 200);
});

t.test('rate: this share of the requests meets the fault', async (t) => {
  const campus = await start(t);
  campus.misbehave({ error: { rate: 0.5 } });
  let failed = 0;
  for (let time = 0; time < 100; time += 1) if ((await api(campus)).status === 500) failed += 1;
  t.ok(failed > 30 && failed < 70, `${failed} of 100`);
});

t.test('reset: the connection breaks', async (t) => {
  const campus = await start(t);
  campus.misbehave({ reset: { next: 1 } });
  await t.rejects(api(campus), { cause: { code: 'ECONNRESET' } });
  t.equal((await api(campus)).status, 200);
});

t.test('hang: no answer comes until the visitor gives up, and the campus can still be closed', async (t) => {
  const campus = await start(t);
  campus.misbehave({ hang: { next: 2 } });
  const asked = (): number => campus.requests.asked;
  const gone = new AbortController();
  const answer = api(campus, { signal: gone.signal });
  while (asked() < 1) await new Promise(setImmediate);
  gone.abort();
  await t.rejects(answer, { name: 'AbortError' });
  const kept = api(campus);
  kept.catch(() => 'awaited below');
  while (asked() < 2) await new Promise(setImmediate);
  await campus.close();
  await t.rejects(kept);
});

t.test('latency: every answer is delayed', async (t) => {
  const clock = new ManualClock();
  const campus = await start(t, clock);
  campus.misbehave({ latencyMs: 400 });
  const answer = api(campus);
  while (clock.waiting === 0) await new Promise(setImmediate);
  await clock.advance(399);
  t.equal(campus.requests.classes, 0);
  await clock.advance(1);
  t.equal((await answer).status, 200);
});

t.test('loginWall: a redirect to a page that asks for a password', async (t) => {
  const campus = await start(t);
  campus.misbehave({ loginWall: true });
  for (const response of [await page(campus), await api(campus)]) {
    t.equal(response.status, 302);
    t.match(await (await fetch(new URL(response.headers.get('location')!, campus.url))).text(), /type="password"/);
  }
});

t.test('emptyShell: the page comes without its script, and still says that nothing is real', async (t) => {
  const campus = await start(t);
  t.match(await (await page(campus)).text(), /<script/);
  campus.misbehave({ emptyShell: true });
  const html = await (await page(campus)).text();
  t.notMatch(html, /<script/);
  t.match(html, /Simulated university/);
});

t.test('unauthorized: 401 in spite of the header', async (t) => {
  const campus = await start(t);
  campus.misbehave({ unauthorized: { next: 1 } });
  t.equal((await api(campus)).status, 401);
  t.equal((await api(campus)).status, 200);
});

t.test('truncated: status 200, and JSON that breaks off', async (t) => {
  const campus = await start(t);
  campus.misbehave({ truncated: true });
  const response = await api(campus);
  t.equal(response.status, 200);
  await t.rejects(response.json(), SyntaxError);
});

t.test('cutRows: fewer rows than the total; noRows: none at all', async (t) => {
  const campus = await start(t);
  const course = async (): Promise<{ classes: unknown[]; total: { value: number } }> =>
    (
      await fetch(`${campus.apiUrl}/search/classes?term=${campus.term}&subject=CSE`, {
        headers: { authorization: 'Bearer null' },
      })
    ).json() as Promise<{ classes: unknown[]; total: { value: number } }>;
  const whole = await course();
  campus.misbehave({ cutRows: true });
  const cut = await course();
  t.equal(cut.total.value, whole.total.value);
  t.equal(cut.classes.length, Math.floor(whole.classes.length / 2));
  campus.misbehave({ cutRows: false, noRows: true });
  t.match(await course(), { classes: [], total: { value: 0 } });
});

interface Answer {
  classes: { CLAS: { CLASSNBR: string }; seatInfo: object | null }[];
  total: { value: number };
}
const subject = async (campus: Campus, base = campus.apiUrl): Promise<Answer> =>
  (
    await fetch(`${base}/search/classes?term=${campus.term}&subject=CSE`, { headers: { authorization: 'Bearer null' } })
  ).json() as Promise<Answer>;

t.test(
  'vanishing: for some seconds every second class is missing from all answers, without any sign of it',
  async (t) => {
    const clock = new ManualClock();
    const campus = await start(t, clock);
    const whole = await subject(campus);
    campus.misbehave({ vanishing: { seconds: 40 } });
    const half = await subject(campus);
    t.ok(half.classes.length > 0 && half.classes.length < whole.classes.length);
    t.equal(half.total.value, half.classes.length);
    t.equal(((await (await api(campus)).json()) as Answer).total.value, 0, 'by its number neither');
    await clock.advance(40_000);
    t.equal((await subject(campus)).classes.length, whole.classes.length);
  },
);

t.test('oddRow: one class has no readable seats, the others do', async (t) => {
  const campus = await start(t);
  campus.misbehave({ oddRow: true });
  const { classes, total } = await subject(campus);
  t.equal(classes.length, total.value);
  t.same(
    classes.filter(({ seatInfo }) => seatInfo === null),
    classes.slice(0, 1),
  );
});

t.test('movedApi: only the new address answers, until the fault is over', async (t) => {
  const campus = await start(t);
  const moved = campus.apiUrl.replace('/v1', '/v2');
  const statusAt = async (base: string): Promise<number> =>
    (
      await fetch(`${base}/search/classes?term=${campus.term}&subject=CSE`, {
        headers: { authorization: 'Bearer null' },
      })
    ).status;
  t.same([await statusAt(campus.apiUrl), await statusAt(moved)], [200, 404]);
  campus.misbehave({ movedApi: true });
  t.same([await statusAt(campus.apiUrl), await statusAt(moved)], [404, 200]);
});

t.test('termGone: the classes and the name of the term are missing', async (t) => {
  const campus = await start(t);
  campus.misbehave({ termGone: true });
  t.equal((await subject(campus)).total.value, 0);
  const terms = (await (
    await fetch(`${campus.apiUrl}/search/terms`, { headers: { authorization: 'Bearer null' } })
  ).json()) as { value: string }[];
  t.ok(terms.length > 1 && terms.every(({ value }) => value !== campus.term));
});

t.test('forbidden and tooManyRequests: the page and the API refuse, the second with a Retry-After', async (t) => {
  const campus = await start(t);
  campus.misbehave({ forbidden: { next: 2 } });
  for (const response of [await page(campus), await api(campus)]) {
    t.equal(response.status, 403);
    t.match(await response.text(), /ASU error page/);
  }
  campus.misbehave({ tooManyRequests: { next: 1 } });
  const refused = await api(campus);
  t.same([refused.status, refused.headers.get('retry-after')], [429, '3']);
});

t.test('a class moves to another course and keeps its number', async (t) => {
  const campus = await start(t);
  campus.setSeats('66445', { catalogNumber: '311' });
  t.match(await (await api(campus)).json(), {
    classes: [{ SUBJECTNUMBER: 'CSE 311', CLAS: { CLASSNBR: '66445', CATALOGNBR: '311' } }],
  });
});
