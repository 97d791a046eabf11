import { request } from 'node:http';
import type { Test } from 'tap';
import t from 'tap';
import { WebSocket } from 'ws';
import type { Announcement } from '../../../src/domain/announcement.ts';
import type { CommitResult } from '../../../src/store/sections.ts';
import { CSE310, CSE310_TOO, MAT210 } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

/** A stage whose looks are announced, as the section-checker does. */
async function liveStage(t: Test) {
  const test = await stage(t);
  const announcementOf = async ({ committed, changes }: CommitResult): Promise<Announcement> => {
    const changed = new Set(changes.map(({ change }) => change.section));
    const states = await test.store.sections.states(committed.map(({ section }) => section));
    return {
      type: 'announced',
      changes,
      states: states.filter(({ section, version }) => version === 1 || changed.has(section)),
      checked: committed.map(({ section }) => ({ section, checkedAt: '2026-11-23T20:00:00.000Z', nextCheckAt: null })),
    };
  };
  const look = async (...args: Parameters<typeof test.see>): Promise<void> => {
    const { result } = await test.see(...args);
    test.announce(await announcementOf(result));
  };
  return { ...test, look, announcementOf };
}

t.test('a subscribe is answered by one snapshot, in the order asked', async (t) => {
  const { look, live } = await liveStage(t);
  await look(CSE310);
  const client = await live();
  client.send({ type: 'subscribe', sections: [MAT210, CSE310, MAT210] });
  const snapshot = await client.next();
  t.match(snapshot, {
    type: 'snapshot',
    cursor: String,
    reset: false,
    sections: [
      { section: MAT210, status: 'unknown', version: 0 },
      { section: CSE310, status: 'full', version: 1 },
    ],
  });
  t.same(snapshot.sections[0], { section: MAT210, status: 'unknown', version: 0 });
  t.equal(snapshot.sections.length, 2);
  t.same(await client.rest(), []);
});

t.test('what changes is told with its cursor, then that it was checked', async (t) => {
  const { look, live } = await liveStage(t);
  await look(CSE310);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310] });
  await client.next();
  await look(CSE310, { enrolled: 149 });
  const [opened, seats, checked] = await client.take(3);
  await look(CSE310, { enrolled: 149 });
  const checkedAgain = await client.next();
  t.match(opened, {
    type: 'change',
    cursor: String,
    change: { id: `${CSE310}#2:opened`, before: { status: 'full' }, after: { status: 'open' } },
  });
  t.match(seats, { type: 'change', change: { id: `${CSE310}#2:seats` } });
  t.same(checked, { type: 'checked', section: CSE310, checkedAt: '2026-11-23T20:00:00.000Z', nextCheckAt: null });
  t.same(checkedAgain, checked);
  t.same(await client.rest(), []);
});

t.test('a client hears of its own sections only, until it unsubscribes', async (t) => {
  const { look, live } = await liveStage(t);
  for (const section of [CSE310, CSE310_TOO, MAT210]) await look(section);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310, CSE310_TOO] });
  await client.next();
  client.send({ type: 'unsubscribe', sections: [CSE310_TOO, MAT210] });
  t.same(await client.rest(), []);
  for (const section of [MAT210, CSE310_TOO, CSE310]) await look(section, { enrolled: 149 });
  t.same(
    (await client.take(3)).map(({ type, change }) => change?.section ?? type),
    [CSE310, CSE310, 'checked'],
  );
});

t.test('a section that is seen for the first time, or turns unknown, is told by a snapshot', async (t) => {
  const { look, live, store, announce } = await liveStage(t);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310] });
  await client.next();
  await look(CSE310);
  t.match(await client.take(2), [
    { type: 'snapshot', reset: false, sections: [{ section: CSE310, version: 1 }] },
    { type: 'checked' },
  ]);
  const [claimed] = await store.sections.claim('asu', { sections: [CSE310] }, 'me', 1_000);
  await store.sections.commit('me', [
    {
      section: CSE310,
      expectedVersion: 1,
      state: claimed!.state,
      unknown: true,
      missing: false,
      failures: 3,
      dueInMs: 1,
      changes: [],
    },
  ]);
  announce({ type: 'announced', checked: [], changes: [], states: await store.sections.states([CSE310]) });
  t.match(await client.next(), { type: 'snapshot', sections: [{ section: CSE310, status: 'unknown', version: 1 }] });
});

t.test('who returns with a cursor gets what was missed, in order and once, then the snapshot', async (t) => {
  const { look, live } = await liveStage(t);
  for (const section of [CSE310, MAT210]) await look(section);
  const first = await live();
  first.send({ type: 'subscribe', sections: [CSE310, MAT210] });
  const { cursor } = await first.next();
  first.socket.terminate();
  await look(CSE310, { enrolled: 149 });
  await look(MAT210, { enrolled: 140 });
  await look(CSE310, { enrolled: 148 });

  const again = await live();
  again.send({ type: 'subscribe', sections: [CSE310, MAT210], since: cursor });
  const frames = await again.take(6);
  t.same(
    frames.slice(0, 5).map(({ change }) => change.id),
    [`${CSE310}#2:opened`, `${CSE310}#2:seats`, `${MAT210}#2:opened`, `${MAT210}#2:seats`, `${CSE310}#3:seats`],
  );
  t.match(frames[5], { type: 'snapshot', reset: false, sections: [{ version: 3 }, { version: 2 }] });
  t.same(await again.rest(), []);

  const fromTheMiddle = await live();
  fromTheMiddle.send({ type: 'subscribe', sections: [CSE310], since: frames[2]!.cursor });
  t.match(await fromTheMiddle.take(2), [
    { type: 'change', change: { id: `${CSE310}#3:seats` } },
    { type: 'snapshot', reset: false },
  ]);

  const fromTheSnapshot = await live();
  fromTheSnapshot.send({ type: 'subscribe', sections: [CSE310], since: frames[5]!.cursor });
  t.match(await fromTheSnapshot.next(), { type: 'snapshot', reset: false });
});

t.test('more changes than fit one page are resumed whole', async (t) => {
  const { see, live, store } = await liveStage(t);
  const cursor = await store.changes.latestCursor();
  for (let enrolled = 0; enrolled <= 550; enrolled += 1) await see(CSE310, { capacity: 2_000, enrolled });
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310], since: cursor });
  const frames = await client.take(551);
  t.same(
    frames.slice(0, 550).map(({ change }) => change.version),
    Array.from({ length: 550 }, (_, index) => index + 2),
  );
  t.match(frames[550], { type: 'snapshot', sections: [{ version: 551 }] });
});

t.test('a cursor that was never given out gets the snapshot with reset', async (t) => {
  const { look, live } = await liveStage(t);
  await look(CSE310);
  const client = await live();
  for (const since of ['999', 'nonsense', '', '-1', 'x'.repeat(1_000)]) {
    client.send({ type: 'subscribe', sections: [CSE310], since });
    t.match(await client.next(), { type: 'snapshot', reset: true, sections: [{ version: 1 }] }, since.slice(0, 20));
  }
});

t.test('nothing is lost or doubled between what was missed and what happens', async (t) => {
  const { live, see, announce, announcementOf, store } = await liveStage(t);
  await see(CSE310);
  const cursor = await store.changes.latestCursor();
  let looks = 0;
  const more = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) {
      looks += 1;
      const { result } = await see(CSE310, { capacity: 1_000, enrolled: looks });
      announce(await announcementOf(result));
    }
  };
  await more(20);
  // Looks go on between any two steps of joining.
  const { since, states, latestCursor } = {
    since: store.changes.since.bind(store.changes),
    states: store.sections.states.bind(store.sections),
    latestCursor: store.changes.latestCursor.bind(store.changes),
  };
  let interruptions = 30;
  const interrupt = async (): Promise<void> => {
    if (interruptions > 0) {
      interruptions -= 1;
      await more(1);
    }
  };
  store.changes.since = async (...args) => {
    await interrupt();
    const found = await since(...args);
    await interrupt();
    return found;
  };
  store.sections.states = async (...args) => {
    const found = await states(...args);
    if (args[0].length === 1) return found;
    await interrupt();
    return found;
  };
  store.changes.latestCursor = async () => {
    await interrupt();
    const found = await latestCursor();
    await interrupt();
    return found;
  };

  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310], since: cursor });
  const versions: number[] = [];
  let snapshots = 0;
  while (versions.at(-1) !== looks + 1 || snapshots === 0 || interruptions > 0) {
    const frame = await client.next();
    if (frame.type === 'change' && frame.change.kind === 'seats') versions.push(frame.change.version);
    if (frame.type === 'snapshot') snapshots += 1;
  }
  t.same(
    versions,
    Array.from({ length: looks }, (_, index) => index + 2),
  );
  t.equal(snapshots, 1);
});

t.test('a lost announcement costs time only: the next tick tells', async (t) => {
  const { look, see, live, clock } = await liveStage(t);
  await look(CSE310);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310] });
  await client.next();
  await see(CSE310, { enrolled: 149 });
  await clock.advance(15_000);
  t.match(await client.next(), { type: 'change', change: { kind: 'opened' } });
});

t.test('many announcements at once are told together, nothing of them is lost', async (t) => {
  const { look, live, see, announce, announcementOf } = await liveStage(t);
  for (const section of [CSE310, MAT210]) await look(section);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310, MAT210] });
  await client.next();
  const announcements: Announcement[] = [];
  for (let enrolled = 1; enrolled <= 20; enrolled += 1)
    announcements.push(
      await announcementOf((await see(enrolled % 2 === 0 ? CSE310 : MAT210, { enrolled, capacity: 200 })).result),
    );
  for (const announcement of announcements) announce(announcement);
  const told = new Map<string, number[]>();
  while ([...told.values()].flat().length < 20) {
    const { type, change } = await client.next();
    if (type === 'change' && change.kind === 'seats')
      told.set(change.section, [...(told.get(change.section) ?? []), change.version]);
  }
  const versions = Array.from({ length: 10 }, (_, index) => index + 2);
  t.same([told.get(CSE310), told.get(MAT210)], [versions, versions]);
});

t.test('an announcement that comes twice is told once', async (t) => {
  const { see, look, live, announce, announcementOf } = await liveStage(t);
  await look(CSE310);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310] });
  await client.next();
  const { result } = await see(CSE310, { enrolled: 149 });
  const announcement = await announcementOf(result);
  announce(announcement);
  announce(announcement);
  await look(CSE310, { enrolled: 148 });
  const changes: string[] = [];
  while (changes.length < 3) {
    const { type, change } = await client.next();
    if (type === 'change') changes.push(change.id);
  }
  t.same(changes, [`${CSE310}#2:opened`, `${CSE310}#2:seats`, `${CSE310}#3:seats`]);
});

t.test('a store that fails for a moment loses nothing, and nobody', async (t) => {
  const { look, live, store, log, system } = await liveStage(t);
  await look(CSE310);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310] });
  await client.next();
  const since = store.changes.since.bind(store.changes);
  const sinceAway = async (): Promise<never> => {
    throw new Error('away');
  };
  store.changes.since = sinceAway;
  await look(CSE310, { enrolled: 149 });
  while (!log.events().includes('live news could not be read')) await new Promise(setImmediate);
  client.send({ type: 'subscribe', sections: [CSE310], since: '0' });
  t.match(await client.next(), { type: 'error', code: 'PMC_INTERNAL' });
  store.changes.since = since;
  await look(CSE310, { enrolled: 148 });
  t.same(
    (await client.take(3)).map(({ change }) => change.id),
    [`${CSE310}#2:opened`, `${CSE310}#2:seats`, `${CSE310}#3:seats`],
  );
  t.equal(system.tree().children.find(({ id }) => id === 'web')?.restarts, 0);
});

t.test('a key that is none gets an error beside the snapshot of the others', async (t) => {
  const { live } = await liveStage(t);
  const client = await live();
  client.send({ type: 'subscribe', sections: ['asu/2267', CSE310, 5, null, { section: CSE310 }] });
  const frames = await client.take(5);
  t.same(
    frames.filter(({ type }) => type === 'error').map(({ code }) => code),
    Array.from({ length: 4 }, () => 'PMC_SECTION_KEY_INVALID'),
  );
  t.match(frames.find(({ type }) => type === 'snapshot')?.sections, [{ section: CSE310 }]);
  client.send({ type: 'subscribe', sections: [] });
  t.match(await client.next(), { type: 'snapshot', sections: [] });
});

t.test('a frame that is none gets an error, and the connection goes on', async (t) => {
  const { live } = await liveStage(t);
  const client = await live();
  for (const frame of [
    '',
    '{',
    'null',
    '5',
    '"subscribe"',
    '[]',
    '{}',
    '{"type":5}',
    '{"type":"nonsense"}',
    '{"type":"__proto__"}',
    '{"type":"subscribe"}',
    '{"type":"subscribe","sections":"all"}',
    '{"type":"subscribe","sections":[],"since":5}',
    '{"type":"subscribe","sections":[],"admin":true}',
    '{"type":"unsubscribe"}',
    '{"type":"subscribe-mine","sections":[]}',
  ]) {
    client.send(frame);
    const { type, code, message } = await client.next();
    t.same({ type, code }, { type: 'error', code: 'PMC_FRAME_INVALID' }, frame);
    t.ok(message.length > 10);
  }
  client.socket.send(Buffer.from([1, 2, 3]));
  t.match(await client.next(), { type: 'error', code: 'PMC_FRAME_INVALID' });
  client.send({ type: 'subscribe', sections: [CSE310] });
  t.match(await client.next(), { type: 'snapshot' });
});

t.test('a frame may name 500 sections, and a connection 1,000 beside what a student may watch', async (t) => {
  const { live } = await liveStage(t);
  const client = await live();
  const keys = Array.from({ length: 1_004 }, (_, index) => `asu/2267/${10_000 + index}`);
  for (const type of ['subscribe', 'unsubscribe']) {
    client.send({ type, sections: keys.slice(0, 501) });
    t.match(await client.next(), { type: 'error', code: 'PMC_FRAME_INVALID', message: /500/ });
  }
  for (const part of [keys.slice(0, 500), keys.slice(500, 1_000), keys.slice(990, 1_003)]) {
    client.send({ type: 'subscribe', sections: part });
    t.equal((await client.next()).sections.length, part.length);
  }
  client.send({ type: 'subscribe', sections: keys.slice(1_000) });
  t.match(await client.next(), { type: 'error', code: 'PMC_FRAME_INVALID', message: /1003/ });
  client.send({ type: 'unsubscribe', sections: keys.slice(0, 1) });
  client.send({ type: 'subscribe', sections: keys.slice(1_003) });
  t.equal((await client.next()).sections.length, 1);
});

t.test('subscribe-mine needs a session, and means the watched sections', async (t) => {
  const { live, look, ask, signIn } = await liveStage(t);
  await look(CSE310);
  await look(MAT210);
  const nobody = await live();
  nobody.send({ type: 'subscribe-mine' });
  t.match(await nobody.next(), { type: 'error', code: 'PMC_NOT_SIGNED_IN' });

  const cookie = await signIn();
  await ask('POST', '/api/v1/watches', { cookie, body: { section: CSE310 } });
  const student = await live({ cookie });
  student.send({ type: 'subscribe-mine' });
  t.match((await student.next()).sections, [{ section: CSE310 }]);
  await look(MAT210, { enrolled: 149 });
  await look(CSE310, { enrolled: 149 });
  t.match(await student.next(), { type: 'change', change: { section: CSE310 } });
});

t.test('a foreign origin is refused with 403; our own and none are let in', async (t) => {
  const { url, live } = await liveStage(t);
  for (const path of ['/ws', '/mqtt']) {
    for (const origin of ['https://evil.example', 'null']) {
      const status = await new Promise((resolve) => {
        const socket = new WebSocket(new URL(path, url()), { origin });
        socket
          .on('unexpected-response', (_request, response) => resolve(response.statusCode))
          .on('open', () => resolve('open'))
          .on('error', () => undefined);
      });
      t.equal(status, 403, `${origin} at ${path}`);
    }
  }
  (await live({ origin: url() })).socket.terminate();
  (await live()).socket.terminate();
});

t.test('an upgrade elsewhere is 404, and a plain request to a WebSocket 400', async (t) => {
  const { url, ask } = await liveStage(t);
  const status = await new Promise((resolve) => {
    new WebSocket(new URL('/elsewhere', url()))
      .on('unexpected-response', (_request, response) => resolve(response.statusCode))
      .on('error', () => undefined);
  });
  t.equal(status, 404);
  for (const path of ['/ws', '/mqtt'])
    t.match(await ask('GET', path), { status: 400, body: { code: 'PMC_REQUEST_INVALID' } });
});

t.test('a client that lets too much wait is dropped with 4008, and nobody else', async (t) => {
  const { look, live, system } = await liveStage(t);
  await look(CSE310);
  const slow = await live();
  const quick = await live();
  for (const client of [slow, quick]) {
    client.send({ type: 'subscribe', sections: [CSE310] });
    await client.next();
  }
  slow.socket.pause();
  const closed = new Promise((resolve) => slow.socket.once('close', resolve));
  const instructors = Array.from({ length: 2_000 }, (_, index) => `Ada Alder the ${index}th of that name`);
  for (let looks = 1; looks <= 60; looks += 1) {
    await look(CSE310, { enrolled: looks, capacity: 1_000, instructors });
    while ((await quick.next()).type !== 'checked');
  }
  slow.socket.resume();
  t.equal(await closed, 4008);
  quick.send({ type: 'unsubscribe', sections: [CSE310] });
  await quick.rest();
  t.equal(quick.socket.readyState, WebSocket.OPEN);
  t.equal(system.tree().children.find(({ id }) => id === 'web')?.restarts, 0);
});

t.test('a client that gives no sign of life is hung up on', async (t) => {
  const { live, clock, url } = await liveStage(t);
  const deaf = new WebSocket(new URL('/ws', url()), { autoPong: false });
  await new Promise((resolve) => deaf.once('open', resolve));
  const closed = new Promise((resolve) => deaf.once('close', resolve));
  const lively = await live();
  const pinged = new Promise<void>((resolve) => {
    lively.socket.once('ping', () => resolve());
  });
  await clock.advance(15_000);
  await pinged;
  await lively.rest();
  await clock.advance(15_000);
  t.equal(await closed, 1006);
  t.equal(lively.socket.readyState, WebSocket.OPEN);
});

t.test('a frame that is too large, or breaks the protocol, ends that connection only', async (t) => {
  const { live, url, ask } = await liveStage(t);
  const huge = await live();
  const closed = new Promise((resolve) => huge.socket.once('close', resolve));
  huge.send(JSON.stringify({ type: 'subscribe', sections: ['x'.repeat(600_000)] }));
  t.equal(await closed, 1009);

  const broken = await new Promise((resolve) => {
    request(new URL('/ws', url()), {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    })
      .on('upgrade', (_response, socket) => {
        socket.on('close', () => resolve('closed')).on('data', () => undefined);
        socket.write(Buffer.alloc(100, 0xff));
      })
      .end();
  });
  t.equal(broken, 'closed');
  t.equal((await ask('GET', '/livez')).status, 200);
});
