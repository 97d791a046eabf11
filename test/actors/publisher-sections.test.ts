import t from 'tap';
import { connected, receive } from '../bus/support.ts';
import { places } from '../../src/actors/places.ts';
import { CSE310, CSE310_TOO, INTERVAL_MS, MAT210, OPEN, see, student, take, watch } from '../contract/store/harness.ts';
import type { StoreHarness } from '../contract/store/harness.ts';
import { PUBLISHER, SWEEP_MS, TOGETHER_MS, seeAll, stage, topics } from './publisher-stage.ts';

/** The result that the last of several failed looks settles. */
async function turnUnknown(harness: StoreHarness, section: string): Promise<void> {
  await take(harness, [section], 'see');
  const commit = {
    section,
    expectedVersion: 1,
    state: null,
    unknown: true,
    missing: false,
    failures: 3,
    demand: 0,
    dueInMs: INTERVAL_MS,
    changes: [],
  };
  await harness.store.sections.commit('see', [commit]);
}

t.test(
  'the start publishes all states, retained, and changes that a crash after the commit left unpublished',
  async (t) => {
    const on = await stage(t, {}, async (harness) => {
      for (const section of [CSE310, CSE310_TOO, MAT210]) await see(harness, section);
      await see(harness, MAT210, OPEN);
    });
    t.same(topics(on.published('sections', 'changes')), [
      `sections/${CSE310}`,
      `sections/${CSE310_TOO}`,
      `sections/${MAT210}`,
      `changes/${MAT210}/opened`,
      `changes/${MAT210}/seats`,
    ]);
    const client = await connected(t, on.bus);
    const retained = receive(client, 3);
    await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
    t.same(
      (await retained).map(({ topic, retain, qos }) => [topic, retain, qos]),
      [CSE310, CSE310_TOO, MAT210].map((key) => [`pickmyclass/sections/${key}`, true, 1]),
    );
  },
);

t.test('a broker that restarts empty gets every retained message again', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
    await see(harness, CSE310, OPEN);
  });
  on.published();
  await on.bus.close();
  await on.bus.start();
  await on.test.clock.advance(TOGETHER_MS);
  t.same(topics(on.published('sections', 'changes')), [`sections/${CSE310}`], 'and no change again');
});

t.test('the sweep publishes changes whose announcement was lost', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  await see(on.harness, CSE310, OPEN);
  on.published();
  await on.test.clock.advance(SWEEP_MS);
  const out = on.published('sections', 'changes');
  t.same(
    topics(out),
    [`sections/${CSE310}`, `changes/${CSE310}/opened`, `changes/${CSE310}/seats`],
    'the state first, then what differs in it',
  );
  t.equal(out[0]!.body['version'], 2);
});

t.test('the sweep publishes a state that became unknown or known without an announcement', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  on.published();
  await turnUnknown(on.harness, CSE310);
  await on.test.clock.advance(SWEEP_MS);
  t.match(on.published('sections'), [
    { topic: `pickmyclass/sections/${CSE310}`, body: { status: 'unknown', version: 1 } },
  ]);
  await see(on.harness, CSE310);
  await on.test.clock.advance(SWEEP_MS);
  t.match(on.published('sections'), [{ body: { status: 'full', version: 1 } }]);
  await on.test.clock.advance(3 * SWEEP_MS);
  t.same(on.published('sections'), [], 'and what does not differ is not published again');
});

t.test('an older state is never published after a newer one, whatever the order of announcements', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  const older = (await on.harness.store.sections.state(CSE310))!;
  await see(on.harness, CSE310, OPEN);
  const newer = (await on.harness.store.sections.state(CSE310))!;
  on.published();
  await on.announce({ states: [newer] });
  await on.announce({ states: [older] });
  await on.announce({ states: [{ ...older, version: 1, status: 'unknown' }] });
  t.match(on.published('sections'), [{ body: { version: 2, status: 'open' } }]);
  await on.announce({ states: [{ ...newer, version: 3, status: 'full' }] });
  t.same(on.published('sections'), [], 'nor one that the store does not have');
});

t.test('the sweep clears the topic of a section that is no longer in the store', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    for (const section of [CSE310, MAT210]) await see(harness, section);
  });
  const { sections } = on.harness.store;
  const page = sections.page.bind(sections);
  sections.page = async (...args) => (await page(...args)).filter(({ section }) => section !== CSE310);
  await on.test.clock.advance(SWEEP_MS);
  const client = await connected(t, on.bus);
  const retained = receive(client, 1);
  await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
  t.match(await retained, [{ topic: `pickmyclass/sections/${MAT210}` }]);
  sections.page = page;
  on.published();
  await on.test.clock.advance(SWEEP_MS);
  t.same(topics(on.published('sections')), [`sections/${CSE310}`], 'and published again when it is back');
});

t.test('a sweep handles a limited number of sections, and the next sweep continues from there', async (t) => {
  const sections = Array.from({ length: 2_001 }, (_, i) => `asu/2267/${10_000 + i}`);
  const on = await stage(t, {}, (harness) => seeAll(harness, sections));
  on.published();
  const last = sections.at(-1)!;
  await turnUnknown(on.harness, last);
  await on.test.clock.advance(SWEEP_MS);
  await on.test.clock.advance(SWEEP_MS);
  t.same(topics(on.published('sections')), [`sections/${last}`]);
});

t.test('states on more than one page are all published', async (t) => {
  const sections = Array.from({ length: 1_001 }, (_, i) => `asu/2267/${10_000 + i}`);
  const on = await stage(t, {}, (harness) => seeAll(harness, sections));
  t.same(
    topics(on.published('sections')),
    sections.map((section) => `sections/${section}`),
  );
});

t.test('messages that could not be published while the bus was closed are published when it is back', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  await on.bus.close();
  await see(on.harness, CSE310, OPEN);
  await on.test.clock.advance(SWEEP_MS);
  t.ok(on.test.log.events().includes('publishing is put off'));
  t.same(on.test.states(), ['publisher:running']);
  on.published();
  await on.bus.start();
  await on.test.clock.advance(TOGETHER_MS);
  const out = on.published('sections', 'changes');
  t.same(topics(out), [`sections/${CSE310}`, `changes/${CSE310}/opened`, `changes/${CSE310}/seats`]);
  t.equal(out[0]!.body['status'], 'open');
});

t.test('a publisher that has been replaced no longer listens to the bus', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  on.test.system.outside.tell(PUBLISHER, { type: 'announced', checked: [], states: [null], changes: [] } as never);
  await on.test.clock.advance(100);
  t.equal(on.test.node(places.publisher.path).restarts, 1);
  await on.bus.close();
  on.published();
  await on.bus.start();
  await on.test.clock.advance(TOGETHER_MS);
  t.same(topics(on.published('sections')), [`sections/${CSE310}`], 'once');
});

t.test(
  'the retained topics of a term that is over are cleared, even those that an earlier process published',
  async (t) => {
    const later = 'asu/2271/66445';
    const on = await stage(t, {}, (harness) => seeAll(harness, [CSE310, later]));
    const { terms } = on.harness.store;
    const former = 'asu/2267/12345';
    await seeAll(on.harness, [former]);
    await on.bus.publishPublic(`pickmyclass/sections/${former}`, { section: former }, { retain: true });
    await terms.end('asu', '2267');
    await on.test.clock.advance(SWEEP_MS);
    t.same(await terms.uncleared(), []);
    const client = await connected(t, on.bus);
    const retained = receive(client, 1);
    await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
    t.match(await retained, [{ topic: `pickmyclass/sections/${later}` }]);
  },
);

t.test('with Home Assistant, the watched sections are announced, and only then', async (t) => {
  for (const homeAssistant of [false, true]) {
    const on = await stage(t, { homeAssistant }, async (harness) => {
      await see(harness, CSE310);
    });
    const heard: string[] = [];
    await on.bus.subscribe('homeassistant/#', (topic, payload) => {
      if (payload !== '') heard.push(topic);
    });
    await watch(on.harness, await student(on.harness), CSE310);
    await on.test.clock.advance(SWEEP_MS);
    t.equal(heard.length, homeAssistant ? 2 : 0);
  }
});
