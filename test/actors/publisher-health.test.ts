import t from 'tap';
import { CSE310, see } from '../contract/store/harness.ts';
import { HEALTHY, QUIET, TOGETHER_MS, stage, topics } from './publisher-stage.ts';

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

t.test('alerts are published at the start, when they change, and when the broker has lost them', async (t) => {
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

t.test('a failure to read health is logged and delays nothing else', async (t) => {
  const on = await stage(t, { vitals: () => Promise.reject(new Error('no health')) }, async (harness) => {
    await see(harness, CSE310);
  });
  t.same(topics(on.published('sections', 'health')), [`sections/${CSE310}`]);
  t.ok(on.test.log.events().includes('health or alerts could not be read'));
  t.same(on.test.states(), ['publisher:running']);
});
