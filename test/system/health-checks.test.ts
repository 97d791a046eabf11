import t from 'tap';
import type { Bus } from '../../src/bus/bus.ts';
import type { HealthChecks } from '../../src/nodes/health.ts';
import type { System, TreeNode } from '../../src/runtime/index.ts';
import { healthChecks } from '../../src/system/health-checks.ts';
import { configOf } from '../support/config-of.ts';
import { treeNode } from '../support/tree-node.ts';

interface Situation {
  environment?: Record<string, string>;
  checker?: TreeNode['breaker'];
  email?: TreeNode['breaker'];
  pool?: object;
  connected?: boolean;
  storeAway?: boolean;
  outsiders?: Bus['outsiders'];
  packetLimit?: number;
}

const READY = { total: 1, available: 1, busy: 0, queued: 0, overloaded: false, ready: true };

function checksIn({
  environment = {},
  checker = 'closed',
  email = 'closed',
  pool = READY,
  connected = true,
  storeAway = false,
  outsiders = null,
  packetLimit,
}: Situation): HealthChecks {
  const ping = async (): Promise<void> => {
    if (storeAway) throw new Error('away');
  };
  const tree = treeNode('root', {
    children: [
      treeNode('notifying', { children: [treeNode('email', { breaker: email })] }),
      treeNode('checking', {
        children: [treeNode('asu', { children: [treeNode('section-checker', { breaker: checker })] })],
      }),
    ],
  });
  return healthChecks(
    { id: 'n', config: configOf(environment), bus: { connected, outsiders, packetLimit: packetLimit ?? null } as Bus },
    ping,
    { tree: () => tree, outside: { ask: async () => pool } as unknown as System['outside'] },
  );
}

t.test('every check passes while all parts work', async (t) => {
  for (const [name, check] of Object.entries(checksIn({}))) await t.resolves(check(), name);
});

t.test('a store that does not answer fails its check', async (t) => {
  await t.rejects(checksIn({ storeAway: true }).store());
});

t.test('a bus that is closed, full or limited to small packets fails its check', async (t) => {
  await t.rejects(checksIn({ connected: false }).bus(), { code: 'PMC_BUS_UNAVAILABLE' });
  const connections = { waiting: 0, anonymous: 600, key: 0, viewer: 0, operator: 1 };
  const outsiders = { connections, bytes: 0, placesUsedUp: true, droppedPublishes: 0 };
  await t.rejects(checksIn({ outsiders }).bus(), { code: 'PMC_BUS_PLACES_USED_UP' });
  await t.rejects(checksIn({ packetLimit: 1024 }).bus(), { code: 'PMC_BUS_PACKETS_LIMITED' });
});

t.test('a breaker that is not closed fails the check of the source or of e-mail', async (t) => {
  for (const state of ['open', 'half-open'] as const) {
    await t.rejects(checksIn({ checker: state }).source(), { code: 'RUNTIME_BREAKER_OPEN' }, `source ${state}`);
    await t.rejects(checksIn({ email: state }).email(), { code: 'RUNTIME_BREAKER_OPEN' }, `e-mail ${state}`);
  }
});

t.test('browsers that are overloaded or not ready fail their check', async (t) => {
  for (const trouble of [{ overloaded: true }, { ready: false }])
    await t.rejects(checksIn({ pool: { ...READY, ...trouble } }).browsers(), { code: 'PMC_POOL_REFUSED' });
});

t.test('a server that others can reach needs PUBLIC_URL', async (t) => {
  await t.rejects(checksIn({ environment: { HOST: '0.0.0.0' } }).configuration(), { code: 'PMC_CONFIG_INVALID' });
  const environment = { HOST: '0.0.0.0', PUBLIC_URL: 'https://pickmyclass.example.edu' };
  await t.resolves(checksIn({ environment }).configuration());
});
