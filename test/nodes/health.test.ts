import t from 'tap';
import { busError } from '../../src/bus/errors.ts';
import { checkHealth, HEALTH_CHECKS, healthOfAll } from '../../src/nodes/health.ts';
import type { HealthChecks } from '../../src/nodes/health.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';

const well = Object.fromEntries(HEALTH_CHECKS.map((name) => [name, async () => undefined])) as unknown as HealthChecks;
const fails = async (): Promise<void> => {
  throw busError('PMC_BUS_UNAVAILABLE', { reason: 'mqtt://user:secret@host' });
};

t.test('health is `healthy` while every check passes, and has the time of the clock', async (t) => {
  const report = await checkHealth(well, new ManualClock());
  t.match(report, { status: 'healthy', timestamp: '2026-11-23T20:00:00.000Z', response_time_ms: 0 });
  t.same(report.checks, Object.fromEntries(HEALTH_CHECKS.map((name) => [name, { status: 'healthy' }])));
});

t.test('a failure of store or bus is `unhealthy`, any other is `degraded`', async (t) => {
  for (const name of HEALTH_CHECKS) {
    const status = name === 'store' || name === 'bus' ? 'unhealthy' : 'degraded';
    const report = await checkHealth({ ...well, [name]: fails }, new ManualClock());
    t.same([report.status, report.checks[name]], [status, { status, code: 'PMC_BUS_UNAVAILABLE' }], name);
    t.notMatch(JSON.stringify(report), 'secret');
  }
});

t.test('a bus that still mostly works is `degraded`', async (t) => {
  const bus = async (): Promise<void> => {
    throw busError('PMC_BUS_PLACES_USED_UP', { connections: 600 });
  };
  t.match(await checkHealth({ ...well, bus }, new ManualClock()), {
    status: 'degraded',
    checks: { bus: { status: 'degraded', code: 'PMC_BUS_PLACES_USED_UP' } },
  });
});

t.test('the status is that of the worst check', async (t) => {
  t.equal((await checkHealth({ ...well, email: fails, store: fails }, new ManualClock())).status, 'unhealthy');
});

t.test('the checks run in parallel, none for longer than two seconds', async (t) => {
  const clock = new ManualClock();
  const hangs = (): Promise<void> => new Promise(() => undefined);
  const report = checkHealth({ ...well, source: hangs, email: hangs, browsers: hangs }, clock);
  await clock.advance(2_000);
  t.match(await report, {
    status: 'degraded',
    response_time_ms: 2_000,
    checks: { source: { code: 'PMC_CALL_TIMEOUT' }, store: { status: 'healthy' } },
  });
  t.equal(clock.waiting, 0);
});

t.test('a check that fails on all nodes keeps its status, and one that fails on some is `degraded`', async (t) => {
  const clock = new ManualClock();
  const good = await checkHealth(well, clock);
  await clock.advance(1_000);
  const ill = await checkHealth({ ...well, bus: fails, email: fails }, clock);
  t.same(healthOfAll([good]), good);
  t.same(healthOfAll([ill, ill]), ill);
  const mixed = healthOfAll([good, ill]);
  t.match(mixed, {
    status: 'degraded',
    timestamp: ill.timestamp,
    checks: {
      bus: { status: 'degraded', code: 'PMC_BUS_UNAVAILABLE' },
      email: { status: 'degraded' },
      store: { status: 'healthy' },
    },
  });
});
