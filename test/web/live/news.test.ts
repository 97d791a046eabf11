import t from 'tap';
import type { Announcement } from '../../../src/domain/announcement.ts';
import { CSE310, MAT210 } from '../../contract/store/harness.ts';
import { liveStage } from './stage.ts';

t.test('subscribers get a change with its cursor, then the check', async (t) => {
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

t.test('a section that is seen for the first time, or becomes unknown, is sent as a snapshot', async (t) => {
  const { look, live, store, announce } = await liveStage(t);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310] });
  await client.next();
  await look(CSE310);
  t.match(await client.take(2), [
    { type: 'snapshot', reset: false, sections: [{ section: CSE310, version: 1 }] },
    { type: 'checked' },
  ]);
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
  announce({ type: 'announced', checked: [], changes: [], states: await store.sections.states([CSE310]) });
  t.match(await client.next(), { type: 'snapshot', sections: [{ section: CSE310, status: 'unknown', version: 1 }] });
});

t.test('a lost announcement costs only time: the next tick sends the change', async (t) => {
  const { look, see, live, clock } = await liveStage(t);
  await look(CSE310);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310] });
  await client.next();
  await see(CSE310, { enrolled: 149 });
  await clock.advance(15_000);
  t.match(await client.next(), { type: 'change', change: { kind: 'opened' } });
});

t.test('news that the store could not give are sent with the next tick', async (t) => {
  const { see, announce, announcementOf, live, store, log, clock, ...web } = await liveStage(t);
  const client = await live();
  client.send({ type: 'subscribe', sections: [CSE310] });
  await client.next();
  const announcement = await announcementOf((await see(CSE310)).result);
  const states = store.sections.states.bind(store.sections);
  store.sections.states = async (keys) => {
    if (log.events().includes('live news could not be read')) return states(keys);
    throw new Error('away');
  };
  announce(announcement);
  await web.until(() => log.events().includes('live news could not be read'));
  await clock.advance(15_000);
  t.match(await client.take(2), [
    { type: 'snapshot', sections: [{ section: CSE310, version: 1 }] },
    { type: 'checked', section: CSE310 },
  ]);
});

t.test('many announcements at once are sent together, and nothing is lost', async (t) => {
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

t.test('an announcement that arrives twice is sent once', async (t) => {
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

t.test('a store that fails for a moment loses neither changes nor connections', async (t) => {
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
