import t from 'tap';
import { Check } from 'typebox/value';
import { AlertList, Overview } from '../../../src/web/contract/overview.ts';
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

t.test('nobody else sees them', async (t) => {
  const { ask } = await stage(t);
  for (const path of ['/api/v1/overview', '/api/v1/alerts']) t.equal((await ask('GET', path)).status, 401);
});
