import t from 'tap';
import type { TreeNode } from '../src/actors/runtime/tree-node.ts';
import type { System } from '../src/actors/runtime/system.ts';
import type { Bus } from '../src/bus/bus.ts';
import { readConfig } from '../src/config.ts';
import type { Config } from '../src/config.ts';
import type { Store } from '../src/store/store.ts';
import { healthChecks, readings } from '../src/vitals.ts';
import { ManualClock } from './support/manual-clock.ts';

function node(id: string, over: Partial<TreeNode> = {}): TreeNode {
  return { id, kind: 'actor', state: 'running', since: '', restarts: 0, mailbox: 0, thread: 'main', children: [], ...over };
}

function configOf(environment: Record<string, string>): Config {
  const result = readConfig(environment);
  if ('problems' in result) throw new Error('the configuration is invalid');
  return result.config;
}

interface Situation { environment?: Record<string, string>; checker?: TreeNode['breaker']; answer?: unknown; connected?: boolean; storeAway?: boolean }

function vitals({ environment = {}, checker = 'closed', answer = {}, connected = true, storeAway = false }: Situation): Parameters<typeof healthChecks>[0] {
  const store: Pick<Store, 'ping'> & { deadLetters: Pick<Store['deadLetters'], 'count'> } = {
    ping: async () => { if (storeAway) throw new Error('away'); }, deadLetters: { count: async () => 2 },
  };
  const tree = node('root', { children: [
    node('notifying', { children: [node('email', { breaker: 'closed' })] }),
    node('checking', { children: [node('asu', { children: [node('section-checker', { breaker: checker })] })] }),
  ] });
  return {
    config: configOf(environment), clock: new ManualClock(), store: store as Store, bus: { connected } as Bus, tree: () => tree,
    outside: { ask: async () => answer } as unknown as System['outside'],
  };
}

const READY = { total: 1, available: 1, busy: 0, queued: 0, overloaded: false, ready: true };

t.test('every check passes while all is well', async (t) => {
  for (const [name, check] of Object.entries(healthChecks(vitals({ answer: READY })))) await t.resolves(check(), name);
});

t.test('each part that does not work is told by its own check', async (t) => {
  await t.rejects(healthChecks(vitals({ storeAway: true })).store());
  await t.rejects(healthChecks(vitals({ connected: false })).bus(), { code: 'PMC_BUS_UNAVAILABLE' });
  for (const checker of ['open', 'half-open'] as const) await t.rejects(healthChecks(vitals({ checker })).source(), { code: 'PMC_BREAKER_OPEN' }, checker);
  await t.rejects(healthChecks(vitals({ answer: { ...READY, overloaded: true } })).browsers(), { code: 'PMC_POOL_REFUSED' });
  await t.rejects(healthChecks(vitals({ environment: { HOST: '0.0.0.0' } })).configuration(), { code: 'PMC_CONFIG_INVALID' });
  await t.resolves(healthChecks(vitals({ environment: { HOST: '0.0.0.0', PUBLIC_URL: 'https://pickmyclass.example.edu' } })).configuration());
});

t.test('readings name every breaker by its place, and how long the running cycle has taken', async (t) => {
  const startedAt = new Date(new ManualClock().now() - 5_000).toISOString();
  t.match(await readings(vitals({ checker: 'half-open', answer: { cycle: { startedAt } } })), {
    storeReachable: true, deadLetters: 2, cycleSeconds: 5, cycleLimitSeconds: 300,
    breakers: [{ name: 'notifying/email', state: 'closed' }, { name: 'checking/asu/section-checker', state: 'half-open' }],
  });
  t.match(await readings(vitals({ storeAway: true, answer: { cycle: null } })), { storeReachable: false, deadLetters: null, cycleSeconds: 0 });
});
