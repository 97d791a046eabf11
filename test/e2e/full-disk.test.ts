/**
 * The real program on a disk that fills up: it reports this, makes no requests, serves what it has, and continues by
 * itself once there is space.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import t from 'tap';
import type { Overview } from '../../src/domain/overview.ts';
import { eventually } from '../support/eventually.ts';
import { startSystem } from '../support/running-system.ts';
import { fillDisk, smallDisk } from '../support/small-disk.ts';

interface Health {
  status: string;
  checks: { store: { status: string; code?: string } };
}
interface Alert {
  name: string;
  firing: boolean;
}

t.test(
  'a full disk makes the system unhealthy with one alert and stops requests; it continues once there is space',
  async (t) => {
    const folder = await smallDisk(t, 'size=2m');
    if (folder === undefined) return;
    const system = await startSystem(t, t.testdir({}), {
      STORE_URL: `sqlite:${join(folder, 'store.db')}`,
      CHECK_INTERVAL_SECONDS: '1',
      CHECK_SCHEDULE: 'fixed',
    });
    const health = async (): Promise<{ code: number; body: Health }> => {
      const response = await fetch(`${system.url}/api/monitoring/health`);
      return { code: response.status, body: (await response.json()) as Health };
    };
    await eventually(async () => (await fetch(`${system.url}/api/v1/search?q=CSE`)).status === 200);
    const alerts: Alert[] = [];
    const client = await connectAsync(system.mqttUrl);
    t.teardown(() => client.endAsync());
    client.on('message', (_, payload) => alerts.push(JSON.parse(payload.toString()) as Alert));
    await client.subscribeAsync('pickmyclass/alerts/store-down', { qos: 1 });

    await fillDisk(join(folder, 'filler'));
    // A request that writes to the store.
    await eventually(async () => {
      await fetch(`${system.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: `${Math.random()}@example.edu` }),
      });
      return (await health()).code === 500;
    });
    await eventually(async () => (await health()).body.checks.store.code === 'PMC_STORE_UNWRITABLE');
    t.match(await health(), { code: 500, body: { status: 'unhealthy', checks: { store: { status: 'unhealthy' } } } });
    await eventually(async () => {
      const { causes } = (await (await system.operator('/api/v1/overview')).json()) as Overview;
      const [first] = causes;
      return first?.name === 'store' && first.message.startsWith('The store cannot be written: its disk is full');
    });
    await eventually(() => alerts.some(({ firing }) => firing));
    t.equal((await fetch(`${system.url}/api/v1/search?q=CSE`)).status, 200, 'known states are served');

    await rm(join(folder, 'filler'));
    await eventually(async () => (await health()).body.checks.store.status === 'healthy');
    await eventually(() =>
      alerts.some(({ firing }, index) => !firing && alerts.slice(0, index).some((before) => before.firing)),
    );
    t.equal(alerts.filter(({ firing }) => firing).length, 1, 'it was logged once');
    t.same(system.log.filter(({ msg }) => msg === 'nothing can be written').length <= 2, true);
    t.equal(await system.stop(), 0);
  },
);
