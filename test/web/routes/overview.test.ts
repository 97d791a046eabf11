import t from 'tap';
import { Check } from 'typebox/value';
import { AlertList, IncidentList, Overview } from '../../../src/web/contract/overview.ts';
import { bearer, stage } from '../stage.ts';

t.test('operators see how the system is, and its alerts', async (t) => {
  const { ask } = await stage(t);
  const overview = await ask('GET', '/api/v1/overview', { headers: bearer });
  t.match(overview, { status: 200, body: { level: 'ok', causes: [], sections: 6_250, students: 2_500 } });
  t.ok(Check(Overview, overview.body));
  const alerts = await ask('GET', '/api/v1/alerts', { headers: bearer });
  t.equal(alerts.status, 200);
  t.ok(Check(AlertList, alerts.body));
});

t.test('incidents say which alerts were firing within a time', async (t) => {
  const { ask, store, clock } = await stage(t);
  const ago = (minutes: number): string => new Date(clock.now() - minutes * 60_000).toISOString();
  const incident = (alert: string, minutes: number) =>
    store.incidents.start({ alert, severity: 'critical', value: 3, threshold: 2, startedAt: ago(minutes) });
  await incident('store-down', 200);
  await store.incidents.end('store-down', ago(190));
  await incident('source-unseen', 10);
  const within = async (range: string) =>
    (await ask('GET', `/api/v1/incidents?range=${range}`, { headers: bearer })).body;
  t.ok(Check(IncidentList, await within('24h')));
  t.same(await within('1h'), {
    incidents: [{ alert: 'source-unseen', severity: 'critical', startedAt: ago(10), endedAt: null, value: 3 }],
  });
  t.match(await within('24h'), { incidents: [{ alert: 'source-unseen' }, { alert: 'store-down', endedAt: ago(190) }] });
});

t.test('nobody else sees them', async (t) => {
  const { ask } = await stage(t);
  for (const path of ['/api/v1/overview', '/api/v1/alerts', '/api/v1/incidents?range=1h'])
    t.equal((await ask('GET', path)).status, 401);
});
