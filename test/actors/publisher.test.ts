import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import type { Announcement } from '../../src/domain/announcement.ts';
import { places } from '../../src/actors/places.ts';
import { publisherSpec } from '../../src/actors/publisher.ts';
import type { HealthReport } from '../../src/nodes/health.ts';
import { HEALTH_CHECKS } from '../../src/nodes/health.ts';
import { at } from '../../src/nodes/place.ts';
import type { Vitals } from '../../src/nodes/vitals.ts';
import { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import type { Readings } from '../../src/domain/alerts.ts';
import { storeError } from '../../src/store/errors.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { busOptions, connected, receive } from '../bus/support.ts';
import type { StoreHarness } from '../contract/store/harness.ts';
import { commitOf, CSE310, CSE310_TOO, INTERVAL_MS, MAT210, OPEN, see, take } from '../contract/store/harness.ts';
import { ManualClock, type TestSystem, settle, supervise, testSystem } from '../../src/runtime/testing/index.ts';

const PUBLISHER = places.publisher.on('n');
const SWEEP_MS = 30_000;
/** Until what is to be published again is. */
const TOGETHER_MS = 200;
const HEALTHY: HealthReport = {
  status: 'healthy',
  checks: Object.fromEntries(HEALTH_CHECKS.map((name) => [name, { status: 'healthy' }])) as HealthReport['checks'],
  timestamp: '2026-11-23T20:00:00.000Z',
  response_time_ms: 1,
};
const QUIET: Readings = { storeReachable: true, deadLetters: 0, breakers: [], cycleSeconds: 0, cycleLimitSeconds: 300 };

interface Published {
  topic: string;
  body: Record<string, unknown>;
}

interface Stage {
  harness: StoreHarness;
  bus: EmbeddedBus;
  test: TestSystem;
  /** What has gone out on the public topics since the last look, in order. */
  published: (...roots: string[]) => Published[];
  announce: (announcement: Partial<Announcement>) => Promise<void>;
}

/** A publisher on a real store and a real broker. */
async function stage(
  t: Test,
  over: { publishes?: () => boolean; vitals?: () => Promise<Vitals> } = {},
  before: (harness: StoreHarness) => Promise<void> = async () => {},
): Promise<Stage> {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  const harness: StoreHarness = {
    store,
    reopen: async () => {
      await store.close();
      await store.open();
    },
    advance: (ms) => clock.advance(ms),
    now: () => clock.now(),
  };
  await before(harness);
  const bus = new EmbeddedBus(busOptions({ clock }));
  await bus.start();
  const out: Published[] = [];
  await bus.subscribe('pickmyclass/#', (topic, payload) => {
    if (!topic.startsWith('pickmyclass/actors/')) out.push({ topic, body: JSON.parse(payload) as Published['body'] });
  });
  const members = {
    get publishes() {
      return over.publishes?.() ?? true;
    },
  };
  const { vitals = async () => ({ health: HEALTHY, readings: QUIET }) } = over;
  const spec = publisherSpec({ members, bus, store }, { publishers: () => [PUBLISHER], vitals });
  const test = await testSystem(t, supervise('root', [at(places.publisher, spec)]), { transport: bus, clock });
  t.teardown(async () => {
    await bus.close();
    await store.close();
  });
  await test.system.start();
  await clock.advance(0);
  return {
    harness,
    bus,
    test: { ...test, clock },
    published: (...roots) => {
      const wanted = out.filter(({ topic }) => roots.some((root) => topic.startsWith(`pickmyclass/${root}`)));
      out.length = 0;
      return wanted;
    },
    announce: async (announcement) => {
      test.system.outside.tell(PUBLISHER, { type: 'announced', checked: [], states: [], changes: [], ...announcement });
      await settle();
    },
  };
}

const topics = (published: Published[]): string[] => published.map(({ topic }) => topic.replace('pickmyclass/', ''));

/** Sees a section open and announces it, as the section-checker does. */
async function openAndAnnounce({ harness, announce }: Stage, section: string): Promise<void> {
  const { result } = await see(harness, section, OPEN);
  await announce({ states: await harness.store.sections.states([section]), changes: result.changes });
}

async function seeAll(harness: StoreHarness, sections: string[]): Promise<void> {
  await take(harness, sections, 'see');
  await harness.store.sections.commit(
    'see',
    sections.map((section) => commitOf(harness, section, null)),
  );
}

/** What the last of several failed looks settles. */
async function turnUnknown(harness: StoreHarness, section: string): Promise<void> {
  await take(harness, [section], 'see');
  const commit = {
    section,
    expectedVersion: 1,
    state: null,
    unknown: true,
    missing: false,
    failures: 3,
    dueInMs: INTERVAL_MS,
    changes: [],
  };
  await harness.store.sections.commit('see', [commit]);
}

t.test('an announcement publishes the states, then the changes, each once, and marks them published', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  on.published();
  await openAndAnnounce(on, CSE310);
  t.same(topics(on.published('sections', 'changes')), [
    `sections/${CSE310}`,
    `changes/${CSE310}/opened`,
    `changes/${CSE310}/seats`,
  ]);
  t.same(await on.harness.store.changes.unpublished(10), []);
  await on.test.clock.advance(2 * SWEEP_MS);
  t.same(on.published('sections', 'changes'), [], 'and never again');
});

t.test('an announcement that comes twice publishes its changes once', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  const { result } = await see(on.harness, CSE310, OPEN);
  on.published();
  await on.announce({ changes: result.changes });
  await on.announce({ changes: result.changes });
  t.same(topics(on.published('changes')), [`changes/${CSE310}/opened`, `changes/${CSE310}/seats`]);
});

t.test('a change that is not in the store is not published, whoever announces it', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  const { result } = await see(on.harness, CSE310, OPEN);
  await on.announce({ changes: result.changes });
  on.published();
  const forged = { ...result.changes[0]!.change, id: `${CSE310}#99:opened`, version: 99 };
  await on.announce({ changes: [{ cursor: '99', change: forged }] });
  t.same(on.published('changes'), []);
});

t.test('announcements that overtake one another are published in the order of the cursors', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
    await see(harness, MAT210);
  });
  const first = await see(on.harness, CSE310, OPEN);
  const second = await see(on.harness, MAT210, OPEN);
  on.published();
  await on.announce({ changes: second.result.changes });
  await on.announce({ changes: first.result.changes });
  t.same(
    topics(on.published('changes')).map((topic) => topic.split('/').slice(-2).join(' ')),
    ['66445 opened', '66445 seats', '70001 opened', '70001 seats'],
  );
});

t.test(
  'the start publishes every state, retained, and what a crash between commit and publishing left behind',
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

t.test('a broker that came back empty is given everything retained again', async (t) => {
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

t.test('a lost announcement is caught up on by the sweep', async (t) => {
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

t.test('a state that turned to unknown, or back, without a word is put right by the sweep', async (t) => {
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

t.test('an older state never comes after a newer one, in whatever order they are announced', async (t) => {
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

t.test('the topic of a section that the store no longer has is cleared by the sweep', async (t) => {
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

t.test('of very many sections a sweep takes a part, the next one goes on', async (t) => {
  const sections = Array.from({ length: 2_001 }, (_, i) => `asu/2267/${10_000 + i}`);
  const on = await stage(t, {}, (harness) => seeAll(harness, sections));
  on.published();
  const last = sections.at(-1)!;
  await turnUnknown(on.harness, last);
  await on.test.clock.advance(SWEEP_MS);
  await on.test.clock.advance(SWEEP_MS);
  t.same(topics(on.published('sections')), [`sections/${last}`]);
});

t.test('more states than a page are all published', async (t) => {
  const sections = Array.from({ length: 1_001 }, (_, i) => `asu/2267/${10_000 + i}`);
  const on = await stage(t, {}, (harness) => seeAll(harness, sections));
  t.same(
    topics(on.published('sections')),
    sections.map((section) => `sections/${section}`),
  );
});

t.test('what could not be published while the bus was closed is published when it is back', async (t) => {
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

t.test('a change is published once also when marking it fails', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  const { result } = await see(on.harness, CSE310, OPEN);
  const { changes } = on.harness.store;
  const mark = changes.markPublished.bind(changes);
  changes.markPublished = async () => {
    throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'disk full' });
  };
  on.published();
  await on.announce({ changes: result.changes });
  changes.markPublished = mark;
  await on.test.clock.advance(SWEEP_MS);
  t.same(topics(on.published('changes')), [`changes/${CSE310}/opened`, `changes/${CSE310}/seats`]);
  t.same(await changes.unpublished(10), []);
});

t.test('health is published when it changes, and at least every 30 s', async (t) => {
  let health = HEALTHY;
  const on = await stage(t, {
    vitals: async () => ({
      health: { ...health, timestamp: new Date().toISOString(), response_time_ms: Math.random() },
      readings: QUIET,
    }),
  });
  const seenSince = () => on.published('health').map(({ body }) => body['status']);
  t.same(seenSince(), ['healthy']);
  await on.test.clock.advance(25_000);
  t.same(seenSince(), [], 'not while it is the same');
  await on.test.clock.advance(5_000);
  t.same(seenSince(), ['healthy']);
  health = { ...HEALTHY, status: 'degraded' };
  await on.test.clock.advance(5_000);
  t.same(seenSince(), ['degraded']);
  health = { ...health, checks: { ...health.checks, store: { status: 'degraded' } } };
  await on.test.clock.advance(5_000);
  t.same(seenSince(), ['degraded']);
});

t.test('alerts are published at the start, when they change, and again for an empty broker', async (t) => {
  let readings = QUIET;
  const on = await stage(t, { vitals: async () => ({ health: HEALTHY, readings }) });
  t.same(topics(on.published('alerts')), ['alerts/store-down', 'alerts/dead-letters', 'alerts/cycle-overrun']);
  await on.test.clock.advance(60_000);
  t.same(on.published('alerts'), []);
  readings = { ...QUIET, deadLetters: 2 };
  await on.test.clock.advance(5_000);
  t.match(on.published('alerts'), [
    {
      topic: 'pickmyclass/alerts/dead-letters',
      body: { name: 'dead-letters', severity: 'warning', firing: true, value: 2, threshold: 0 },
    },
  ]);
  await on.bus.close();
  await on.bus.start();
  await on.test.clock.advance(TOGETHER_MS);
  t.same(topics(on.published('health', 'alerts')), [
    'health',
    'alerts/store-down',
    'alerts/dead-letters',
    'alerts/cycle-overrun',
  ]);
});

t.test('health that cannot be read is logged, and holds up nothing', async (t) => {
  const on = await stage(t, { vitals: () => Promise.reject(new Error('no health')) }, async (harness) => {
    await see(harness, CSE310);
  });
  t.same(topics(on.published('sections', 'health')), [`sections/${CSE310}`]);
  t.ok(on.test.log.events().includes('health or alerts could not be read'));
  t.same(on.test.states(), ['publisher:running']);
});

t.test('a publisher that was replaced no longer listens for brokers', async (t) => {
  const on = await stage(t, {}, async (harness) => {
    await see(harness, CSE310);
  });
  on.test.system.outside.tell(PUBLISHER, { type: 'announced' } as never);
  await on.test.clock.advance(100);
  t.equal(on.test.node(places.publisher.path).restarts, 1);
  await on.bus.close();
  on.published();
  await on.bus.start();
  await on.test.clock.advance(TOGETHER_MS);
  t.same(topics(on.published('sections')), [`sections/${CSE310}`], 'once');
});

t.test('a publisher without the duty is silent, and tells everything when it gets it', async (t) => {
  let publishes = false;
  const on = await stage(t, { publishes: () => publishes }, async (harness) => {
    await see(harness, CSE310);
  });
  const { result } = await see(on.harness, CSE310, OPEN);
  await on.announce({ states: [(await on.harness.store.sections.state(CSE310))!], changes: result.changes });
  await on.test.clock.advance(SWEEP_MS);
  t.same(on.published(''), []);
  publishes = true;
  on.test.system.outside.tell(PUBLISHER, { type: 'republish' });
  await on.test.clock.advance(TOGETHER_MS);
  t.same(topics(on.published('sections', 'changes')), [
    `sections/${CSE310}`,
    `changes/${CSE310}/opened`,
    `changes/${CSE310}/seats`,
  ]);
  t.same(await on.harness.store.changes.unpublished(10), []);
});

t.test('a publisher that loses the duty in the middle leaves the rest to the next one', async (t) => {
  let left = 2;
  const on = await stage(t, { publishes: () => left > 0 }, async (harness) => {
    for (const section of [CSE310, CSE310_TOO, MAT210]) await see(harness, section);
  });
  const publishPublic = on.bus.publishPublic.bind(on.bus);
  on.published();
  on.bus.publishPublic = (...args) => {
    left -= 1;
    return publishPublic(...args);
  };
  on.test.system.outside.tell(PUBLISHER, { type: 'republish' });
  await on.test.clock.advance(TOGETHER_MS);
  t.equal(on.published('sections').length, 2);
  left = 100;
  await on.test.clock.advance(SWEEP_MS);
  t.equal(on.published('sections').length, 3);
});

t.test(
  'the retained topics of a term that is over are cleared, also those that an earlier process published',
  async (t) => {
    const later = 'asu/2271/66445';
    const on = await stage(t, {}, (harness) => seeAll(harness, [CSE310, later]));
    const { terms } = on.harness.store;
    const former = 'asu/2267/12345';
    await seeAll(on.harness, [former]);
    await on.bus.publishPublic(`pickmyclass/sections/${former}`, { section: former }, { retain: true });
    await terms.end('asu', '2267', ['email']);
    await on.test.clock.advance(SWEEP_MS);
    t.same(await terms.uncleared(), []);
    const client = await connected(t, on.bus);
    const retained = receive(client, 1);
    await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
    t.match(await retained, [{ topic: `pickmyclass/sections/${later}` }]);
  },
);
