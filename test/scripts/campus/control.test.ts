import t from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';

t.test('the control API', async (t) => {
  const campus = await startCampus({ port: 0, sections: 200, speed: 0 });
  t.teardown(() => campus.close());
  const base = `${campus.controlUrl}/api`;
  const section = `${base}/sections/${campus.term}/66445`;
  const send = (
    url: string,
    method: string,
    body?: unknown,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ): Promise<Response> =>
    fetch(url, {
      method,
      ...(body !== undefined && { headers, body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const read = async (url: string): Promise<Record<string, unknown>> =>
    (await (await fetch(url)).json()) as Record<string, unknown>;

  await t.test('finds sections by course, title, person, class number or key, and by status', async (t) => {
    for (const q of ['cse 310', 'Structures alder', '66445', `asu/${campus.term}/66445`]) {
      const { sections } = (await read(`${base}/sections?q=${encodeURIComponent(q)}`)) as {
        sections: { section: string }[];
      };
      t.equal(sections[0]?.section, `asu/${campus.term}/66445`, q);
    }
    const { sections } = (await read(`${base}/sections?status=open&limit=3`)) as { sections: { status: string }[] };
    t.same(
      sections.map(({ status }) => status),
      ['open', 'open', 'open'],
    );
  });

  await t.test('opens a seat and fills it again, and logs both', async (t) => {
    const { lastChange } = (await read(`${base}/overview`)) as { lastChange: number };
    t.match(await (await send(`${section}/open-seat`, 'POST')).json(), {
      status: 'open',
      seats: { open: 1 },
      enrolled: 149,
    });
    t.match(await (await send(`${section}/fill`, 'POST')).json(), { status: 'full', seats: { open: 0 } });
    t.match(await read(`${base}/changes?after=${lastChange}`), {
      changes: [
        {
          section: `asu/${campus.term}/66445`,
          before: { status: 'full', open: 0 },
          after: { status: 'open', open: 1 },
        },
        { before: { status: 'open' }, after: { status: 'full' } },
      ],
    });
  });

  await t.test('sets everything that can change, and leaves omitted fields as they are', async (t) => {
    const patch = {
      capacity: 40,
      enrolled: 38,
      reserved: [{ label: 'Honors', capacity: 2, enrolled: 0, until: null }],
      waitlist: { capacity: 5, count: 5 },
      instructors: null,
    };
    t.match(await (await send(section, 'PATCH', patch)).json(), {
      ...patch,
      status: 'reserved',
      title: 'Data Structures and Algorithms',
    });
    t.match(await (await send(section, 'PATCH', { listing: 'cancelled' })).json(), {
      status: 'cancelled',
      capacity: 40,
    });
  });

  await t.test('rejects invalid input with 4xx, and changes nothing', async (t) => {
    const before = await read(section);
    for (const bad of [
      {},
      { capacity: -1 },
      { capacity: 'many' },
      { enrolled: 1.5 },
      { title: 'Mine' },
      { listing: 'gone' },
      { reserved: [{ label: 'x' }] },
      { waitlist: 3 },
      { instructors: [''] },
      'not JSON',
    ]) {
      const response = await send(section, 'PATCH', bad);
      t.ok(response.status >= 400 && response.status < 500, JSON.stringify(bad));
      t.match(await response.json(), { statusCode: response.status, code: /^PMC_/ });
    }
    t.equal((await send(section, 'PATCH', '{"capacity":3}', { 'content-type': 'text/plain' })).status, 415);
    t.equal((await send(`${base}/sections/${campus.term}/00000`, 'PATCH', { capacity: 3 })).status, 404);
    t.equal((await send(`${base}/sections/x/66445/open-seat`, 'POST')).status, 422);
    t.equal((await send(`${base}/misbehaviour`, 'PATCH', { explode: true })).status, 422);
    t.equal((await send(`${base}/misbehaviour`, 'PATCH', { error: { rate: 2 } })).status, 422);
    t.equal((await send(`${base}/movement`, 'PUT', { running: 'yes' })).status, 422);
    t.equal((await fetch(`${base}/sections?limit=9999`)).status, 422);
    t.same(await read(section), before);
    t.match(await read(`${base}/overview`), { misbehaviour: { latencyMs: 0, error: undefined } });
  });

  await t.test('refuses pages of other sites', async (t) => {
    const response = await fetch(`${section}/open-seat`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
    });
    t.equal(response.status, 403);
    t.equal((await read(section)).status, 'cancelled');
  });

  await t.test('switches faults on and off', async (t) => {
    t.match(
      await (await send(`${base}/misbehaviour`, 'PATCH', { error: { next: 5 }, truncated: true, latencyMs: 3 })).json(),
      { latencyMs: 3, error: { rate: 1, next: 5 }, truncated: { rate: 1 } },
    );
    t.match(await (await send(`${base}/misbehaviour`, 'PATCH', { truncated: false })).json(), {
      error: { next: 5 },
      truncated: undefined,
    });
    t.equal((await send(`${base}/misbehaviour`, 'DELETE')).status, 204);
    t.match(await read(`${base}/overview`), { misbehaviour: { latencyMs: 0, error: undefined } });
  });
});

t.test('time can be paused and resumed', async (t) => {
  const campus = await startCampus({ port: 0, sections: 50 });
  t.teardown(() => campus.close());
  const hold = async (running: boolean): Promise<unknown> =>
    (
      await fetch(`${campus.controlUrl}/api/movement`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ running }),
      })
    ).json();
  t.same(await hold(false), { running: false });
  t.same(await hold(true), { running: true });
});

t.test('the overview shows the progress of a replay', async (t) => {
  const campus = await startCampus({ port: 0, speed: 0, trace: 'test/fixtures/campus/ucsd-2022-spring-slice.csv' });
  t.teardown(() => campus.close());
  const overview = (await (await fetch(`${campus.controlUrl}/api/overview`)).json()) as {
    replay: unknown;
    sections: number;
  };
  t.match(overview, { sections: 6, replay: { openings: 24, opened: 0, applied: 0, done: false } });
  t.same(overview.replay, campus.replay);
});
