import t from 'tap';
import type { Cycle } from '../../src/checking/cycle.ts';
import type { NodeReport } from '../../src/nodes/node-report.ts';
import type { System, TreeNode } from '../../src/runtime/index.ts';
import type { Bus } from '../../src/bus/bus.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Config } from '../../src/config/config.ts';
import type { Store } from '../../src/store/store.ts';
import { SharedPing } from '../../src/store/shared-ping.ts';
import { healthChecks, ownReport, vitalsOf } from '../../src/system/vitals.ts';
import { ManualClock, recordingLog } from '../../src/runtime/testing/index.ts';

function node(id: string, over: Partial<TreeNode> = {}): TreeNode {
  return {
    id,
    kind: 'actor',
    state: 'running',
    since: '',
    restarts: 0,
    mailbox: 0,
    thread: 'main',
    children: [],
    ...over,
  };
}

function configOf(environment: Record<string, string>): Config {
  const result = readConfig(environment);
  if ('problems' in result) throw new Error('the configuration is invalid');
  return result.config;
}

interface Situation {
  environment?: Record<string, string>;
  checker?: TreeNode['breaker'];
  email?: TreeNode['breaker'];
  answer?: unknown;
  connected?: boolean;
  storeAway?: boolean;
  outsiders?: Bus['outsiders'];
  packetLimit?: number;
}

function vitals({
  environment = {},
  checker = 'closed',
  email = 'closed',
  answer = {},
  connected = true,
  storeAway = false,
  outsiders = null,
  packetLimit,
}: Situation): Parameters<typeof healthChecks>[0] {
  const store: Pick<Store, 'ping'> & { deadLetters: Pick<Store['deadLetters'], 'count'> } = {
    ping: async () => {
      if (storeAway) throw new Error('away');
    },
    deadLetters: { count: async () => 2 },
  };
  const tree = node('root', {
    children: [
      node('notifying', { children: [node('email', { breaker: email })] }),
      node('checking', { children: [node('asu', { children: [node('section-checker', { breaker: checker })] })] }),
    ],
  });
  return {
    config: configOf(environment),
    clock: new ManualClock(),
    store: store as Store,
    storePing: new SharedPing(store, new ManualClock()),
    bus: { connected, outsiders, packetLimit: packetLimit ?? null } as Bus,
    tree: () => tree,
    outside: { ask: async () => answer } as unknown as System['outside'],
    log: recordingLog(),
  };
}

const READY = { total: 1, available: 1, busy: 0, queued: 0, overloaded: false, ready: true };

t.test('every check passes while all is well', async (t) => {
  for (const [name, check] of Object.entries(healthChecks(vitals({ answer: READY })))) await t.resolves(check(), name);
});

t.test('each part that does not work is told by its own check', async (t) => {
  await t.rejects(healthChecks(vitals({ storeAway: true })).store());
  await t.rejects(healthChecks(vitals({ connected: false })).bus(), { code: 'PMC_BUS_UNAVAILABLE' });
  const outsiders = {
    connections: { waiting: 0, anonymous: 600, operator: 1 },
    bytes: 0,
    placesUsedUp: true,
    droppedPublishes: 0,
  };
  await t.rejects(healthChecks(vitals({ outsiders })).bus(), { code: 'PMC_BUS_PLACES_USED_UP' });
  await t.rejects(healthChecks(vitals({ packetLimit: 1024 })).bus(), { code: 'PMC_BUS_PACKETS_LIMITED' });
  for (const checker of ['open', 'half-open'] as const)
    await t.rejects(healthChecks(vitals({ checker })).source(), { code: 'RUNTIME_BREAKER_OPEN' }, checker);
  for (const email of ['open', 'half-open'] as const)
    await t.rejects(healthChecks(vitals({ email })).email(), { code: 'RUNTIME_BREAKER_OPEN' }, `mail ${email}`);
  await t.rejects(healthChecks(vitals({ answer: { ...READY, overloaded: true } })).browsers(), {
    code: 'PMC_POOL_REFUSED',
  });
  await t.rejects(healthChecks(vitals({ environment: { HOST: '0.0.0.0' } })).configuration(), {
    code: 'PMC_CONFIG_INVALID',
  });
  await t.resolves(
    healthChecks(
      vitals({ environment: { HOST: '0.0.0.0', PUBLIC_URL: 'https://pickmyclass.example.edu' } }),
    ).configuration(),
  );
});

t.test('a node reports its health, its tree and the cycle that runs, if its scheduler answers', async (t) => {
  const cycle = { startedAt: '2026-11-23T19:59:55.000Z', due: 3, done: 1, failed: 0, requests: 1 };
  t.match(await ownReport(vitals({ answer: { ...READY, cycle } }), true), {
    publishes: true,
    health: { status: 'healthy' },
    tree: { id: 'root' },
    cycle,
  });
  const deaf = {
    ...vitals({}),
    outside: {
      ask: async () => {
        throw new Error('no answer');
      },
    },
  };
  t.match(await ownReport(deaf, false), { publishes: false, health: { status: 'degraded' }, cycle: null });
});

t.test('readings are of all nodes: breakers by their place, the cycle that has run longest', async (t) => {
  const { clock } = vitals({});
  const runningFor = (seconds: number): Cycle => ({
    startedAt: new Date(clock.now() - seconds * 1_000).toISOString(),
    due: 1,
    done: 0,
    failed: 0,
    requests: 0,
  });
  const reportOf = async (checker: TreeNode['breaker'], cycle: Cycle): Promise<NodeReport> => ({
    node: 'n',
    self: true,
    state: 'online',
    startedAt: '',
    seenAt: '',
    ...(await ownReport(vitals({ ...(checker !== undefined && { checker }), answer: READY }), true)),
    cycle,
  });
  const lost: NodeReport = {
    node: 'o',
    self: false,
    state: 'lost',
    startedAt: '',
    seenAt: '',
    publishes: false,
    health: null,
    tree: null,
    cycle: null,
  };
  const reports = [
    await reportOf('half-open', runningFor(5)),
    await reportOf('closed', { ...runningFor(50), finishedAt: '2026-11-23T19:59:59.000Z' }),
    lost,
  ];
  const checkerPath = 'checking/asu/section-checker';
  t.match(await vitalsOf(vitals({}), reports), {
    health: {
      status: 'degraded',
      checks: { source: { status: 'degraded', code: 'PMC_BREAKER_OPEN' }, store: { status: 'healthy' } },
    },
    readings: {
      storeReachable: true,
      deadLetters: 2,
      cycleSeconds: 5,
      cycleLimitSeconds: 300,
      breakers: [
        { name: 'notifying/email' },
        { name: checkerPath, state: 'half-open' },
        { name: 'notifying/email' },
        { name: checkerPath, state: 'closed' },
      ],
    },
  });
  t.match(await vitalsOf(vitals({ storeAway: true }), []), {
    readings: { storeReachable: false, deadLetters: null, cycleSeconds: 0 },
  });
});
