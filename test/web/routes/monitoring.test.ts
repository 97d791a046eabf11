import t from 'tap';
import { notifyError } from '../../../src/notify/errors.ts';
import { stage } from '../stage.ts';

const HEALTH = '/api/monitoring/health';

t.test('if all is well, health is healthy and 200, with every check', async (t) => {
  const { ask } = await stage(t);
  const { status, body } = await ask('GET', HEALTH);
  t.equal(status, 200);
  t.same(Object.keys(body['checks'] as object), ['store', 'bus', 'source', 'browsers', 'email', 'configuration']);
  t.match(body, {
    status: 'healthy',
    timestamp: '2026-11-23T20:00:00.000Z',
    response_time_ms: Number,
    checks: { store: { status: 'healthy' } },
  });
});

t.test('without the source, browsers, mail or a valid configuration, health is degraded: 503', async (t) => {
  const { ask, health } = await stage(t);
  for (const name of ['source', 'browsers', 'email', 'configuration'] as const) {
    const works = health[name];
    health[name] = () => Promise.reject(notifyError('PMC_MAIL_FAILED', { reason: 'smtp://user:secret@mail.example' }));
    const { status, body, text } = await ask('GET', HEALTH);
    t.match(
      { status, body },
      {
        status: 503,
        body: { status: 'degraded', checks: { [name]: { status: 'degraded', code: 'PMC_MAIL_FAILED' } } },
      },
      name,
    );
    t.notMatch(text, 'secret');
    health[name] = works;
  }
});

t.test('without the store or the bus, health is unhealthy: 500, and the node is not ready', async (t) => {
  const { ask, health } = await stage(t);
  for (const name of ['store', 'bus'] as const) {
    const works = health[name];
    t.equal((await ask('GET', '/readyz')).status, 200);
    health[name] = () => Promise.reject(new Error('/home/somebody/secret.db'));
    const { status, body, text } = await ask('GET', HEALTH);
    t.match(
      { status, body },
      { status: 500, body: { status: 'unhealthy', checks: { [name]: { status: 'unhealthy' } } } },
      name,
    );
    t.notMatch(text, 'somebody');
    t.equal((await ask('GET', '/readyz')).status, 503);
    t.equal((await ask('GET', '/livez')).status, 200);
    health[name] = works;
  }
});

t.test('a check that hangs times out after two seconds', async (t) => {
  const { ask, health, clock } = await stage(t);
  const asked = new Promise<void>((resolve) => {
    health.source = () => {
      resolve();
      return new Promise(() => undefined);
    };
  });
  const answer = ask('GET', HEALTH);
  await asked;
  await clock.advance(2_000);
  t.match(await answer, {
    status: 503,
    body: { checks: { source: { status: 'degraded', code: 'PMC_CALL_TIMEOUT' } } },
  });
});

t.test('the state of the browser pool is shown', async (t) => {
  const { ask, neighbours } = await stage(t);
  const { status, body } = await ask('GET', '/status');
  t.equal(status, 200);
  t.same(body, neighbours.pool);
});

t.test("metrics include prom-client's defaults and our own", async (t) => {
  const { ask, metrics } = await stage(t);
  metrics.checks.inc({ institution: 'asu', outcome: 'seen' }, 3);
  metrics.requests.inc({ host: 'example.edu' });
  metrics.notificationSeconds.observe({ channel: 'email', stage: 'detected_queued' }, 0.2);
  const { status, headers, text } = await ask('GET', '/metrics');
  t.equal(status, 200);
  t.match(headers.get('content-type'), 'text/plain');
  for (const line of [
    'pickmyclass_checks_total{institution="asu",outcome="seen"} 3',
    'pickmyclass_requests_total{host="example.edu"} 1',
    'pickmyclass_notification_seconds_bucket{le="0.25",channel="email",stage="detected_queued"} 1',
    'pickmyclass_notification_seconds_count{channel="email",stage="detected_queued"} 1',
    'process_cpu_user_seconds_total',
    'nodejs_eventloop_lag_seconds',
    'pickmyclass_event_loop_delay_max_seconds',
  ])
    t.ok(text.includes(line), line);
});
