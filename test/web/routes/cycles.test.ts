import t from 'tap';
import { until } from '../../bus/support.ts';
import { bearer, stage } from '../stage.ts';

t.test('starting a cycle is 202 with the cycle', async (t) => {
  const { ask, neighbours } = await stage(t);
  const cycle = { startedAt: '2026-11-23T20:00:00.000Z', due: 10, done: 0, failed: 0, requests: 0 };
  neighbours.runCycle = { outcome: 'started', cycle };
  const { status, body } = await ask('POST', '/api/v1/cycles', { headers: bearer });
  t.equal(status, 202);
  t.same(body, cycle);
});

t.test('no cycle starts while one is running or checks are paused', async (t) => {
  const { ask, neighbours } = await stage(t);
  neighbours.runCycle = { outcome: 'running' };
  t.match(await ask('POST', '/api/v1/cycles', { headers: bearer }), {
    status: 409,
    body: { code: 'PMC_CYCLE_RUNNING' },
  });
  neighbours.runCycle = { outcome: 'paused' };
  t.match(await ask('POST', '/api/v1/cycles', { headers: bearer }), {
    status: 409,
    body: { code: 'PMC_CYCLE_PAUSED' },
  });
});

t.test('the current cycle is 404 before the first one, then the running or last one', async (t) => {
  const { ask, neighbours } = await stage(t);
  t.match(await ask('GET', '/api/v1/cycles/current', { headers: bearer }), {
    status: 404,
    body: { code: 'PMC_CYCLE_NONE' },
  });
  neighbours.cycle = {
    startedAt: '2026-11-23T20:00:00.000Z',
    due: 10,
    done: 9,
    failed: 1,
    requests: 3,
    finishedAt: '2026-11-23T20:00:05.000Z',
  };
  t.same((await ask('GET', '/api/v1/cycles/current', { headers: bearer })).body, neighbours.cycle);
});

t.test('a pause applies to all nodes, and the current cycle covers all nodes', async (t) => {
  const { ask, neighbours, transport, clock } = await stage(t);
  const heard: string[] = [];
  await transport.subscribe('actors/other/#', (topic, payload) => {
    heard.push(topic.slice('actors/other/'.length));
    const {
      body: { type, replyTo },
    } = JSON.parse(payload) as { body: { type: string; replyTo?: { address: string } } };
    if (type !== 'current-cycle') return;
    const cycle = { startedAt: '2026-11-23T20:00:01.000Z', due: 5, done: 2, failed: 0, requests: 1 };
    void transport.publish(
      `actors/${replyTo!.address}`,
      JSON.stringify({ v: 1, id: '1', to: replyTo!.address, body: { cycle } }),
    );
  });
  neighbours.others = ['other', 'frozen'];
  await ask('POST', '/api/v1/pause', { headers: bearer, body: { scope: 'checks' } });
  await clock.advance(0);
  const channels = ['notifying/email', 'notifying/notifier', 'notifying/web-push', 'notifying/webhook'];
  t.same(heard.toSorted(), ['checking/asu/scheduler', ...channels]);
  neighbours.cycle = { startedAt: '2026-11-23T20:00:00.000Z', due: 10, done: 4, failed: 1, requests: 3 };
  const asked = ask('GET', '/api/v1/cycles/current', { headers: bearer });
  await until(() => heard.length > 5);
  await clock.advance(1_000);
  t.same((await asked).body, { startedAt: '2026-11-23T20:00:00.000Z', due: 15, done: 6, failed: 1, requests: 4 });
});

t.test('a scheduler that does not answer is 503 with Retry-After', async (t) => {
  const { ask, clock, neighbours } = await stage(t);
  const heard = new Promise<void>((resolve) => {
    neighbours.answerCycle = () => resolve();
  });
  const asked = ask('GET', '/api/v1/cycles/current', { headers: bearer });
  await heard;
  await clock.advance(3_000);
  const answer = await asked;
  t.match(answer, { status: 503, body: { code: 'PMC_ASK_TIMEOUT' } });
  t.ok(answer.headers.get('retry-after'));
});
