import t from 'tap';
import { CSE310, see } from '../contract/store/harness.ts';
import { HEALTHY, TOGETHER_MS, stage, topics } from './publisher-stage.ts';

t.test('health is published when it changes, and at least every 30 s', async (t) => {
  let health = HEALTHY;
  const on = await stage(t, {
    health: async () => ({ ...health, timestamp: new Date().toISOString(), response_time_ms: Math.random() }),
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
  await on.bus.close();
  await on.bus.start();
  await on.test.clock.advance(TOGETHER_MS);
  t.same(seenSince(), ['degraded'], 'again when the broker has lost it');
});

t.test('a failure to read health is logged and delays nothing else', async (t) => {
  const on = await stage(t, { health: () => Promise.reject(new Error('no health')) }, async (harness) => {
    await see(harness, CSE310);
  });
  t.same(topics(on.published('sections', 'health')), [`sections/${CSE310}`]);
  t.ok(on.test.log.events().includes('health could not be read'));
  t.same(on.test.states(), ['publisher:running']);
});
