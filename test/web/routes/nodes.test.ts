import t from 'tap';
import type { NodeReport } from '../../../src/nodes/node-report.ts';
import { bearer, stage } from '../stage.ts';

t.test('the current tree is shown', async (t) => {
  const { ask } = await stage(t);
  const { status, body } = await ask('GET', '/api/v1/supervisors', { headers: bearer });
  t.equal(status, 200);
  t.match(body, {
    id: 'root',
    kind: 'supervisor',
    state: 'running',
    since: /Z$/,
    restarts: 0,
    mailbox: 0,
    thread: 'main',
    children: [
      { id: 'checking' },
      { id: 'notifying' },
      { id: 'membership' },
      { id: 'web', kind: 'actor', children: [] },
    ],
  });
});

t.test('every node is listed with its state', async (t) => {
  const lost: NodeReport = {
    node: 'm',
    self: false,
    state: 'lost',
    startedAt: '2026-11-23T19:00:00.000Z',
    seenAt: '2026-11-23T19:30:00.000Z',
    publishes: false,
    health: null,
    tree: null,
    cycle: null,
  };
  const { ask, own } = await stage(t);
  const { status, body } = await ask('GET', '/api/v1/nodes', { headers: bearer });
  t.equal(status, 200);
  t.match(body['nodes'], [
    {
      node: 'n',
      self: true,
      state: 'online',
      startedAt: /Z$/,
      seenAt: /Z$/,
      publishes: true,
      health: { status: 'healthy', checks: { bus: { status: 'healthy' } } },
      tree: { id: 'root', children: [{ id: 'checking' }, {}, {}] },
      cycle: null,
    },
  ]);
  const [self] = await own.reports();
  const two = await stage(t, { own: { reports: async () => [lost, self!] } });
  t.same((await two.ask('GET', '/api/v1/nodes', { headers: bearer })).body['nodes'], [lost, self]);
});
