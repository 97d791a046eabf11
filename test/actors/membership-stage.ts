/** Nodes that share a store, each with its membership and a publisher that only records its messages. */
import { join } from 'node:path';
import type { Test } from 'tap';
import { Members } from '../../src/nodes/members.ts';
import type { MembershipMessage } from '../../src/actors/membership.ts';
import { membershipSpec } from '../../src/actors/membership.ts';
import { places } from '../../src/actors/places.ts';
import { at } from '../../src/nodes/place.ts';
import { NodeReports } from '../../src/nodes/node-reports.ts';
import type { Order } from '../../src/nodes/order.ts';
import type { OwnReport } from '../../src/nodes/node-report.ts';
import type { SchedulerMessage } from '../../src/actors/checking/scheduler.ts';
import type { PublisherMessage } from '../../src/actors/publisher.ts';
import { MemoryTransport } from '../../src/runtime/index.ts';
import { checkHealth, HEALTH_CHECKS } from '../../src/nodes/health.ts';
import type { HealthChecks } from '../../src/nodes/health.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { ManualClock, type TestSystem, supervise, testSystem } from '../../src/runtime/testing/index.ts';
import { migratedFile } from '../support/migrated-file.ts';

export const LEASE_MS = 60_000;

export interface Node {
  test: TestSystem;
  members: Members;
  reports: NodeReports;
  told: PublisherMessage[];
  /** What its scheduler was told. */
  scheduled: SchedulerMessage[];
  cleared: string[];
  /** The orders it was given. */
  orders: Order[];
  /** Makes the node stop answering. */
  deafen(): void;
}

/** Starts nodes on one store and one transport. */
export async function nodes(
  t: Test,
  ...ids: string[]
): Promise<{ clock: ManualClock; store: SqliteStore; transport: MemoryTransport; all: Node[] }> {
  const clock = new ManualClock();
  const store = new SqliteStore(await migratedFile(join(t.testdir({}), 'store.db')), clock);
  await store.open();
  t.teardown(() => store.close());
  const transport = new MemoryTransport();
  await transport.start();
  const all: Node[] = [];
  for (const id of ids) all.push(await startNode(t, id, store, transport, clock));
  return { clock, store, transport, all };
}

/** An actor that only records its messages. */
function recorder<Message>(id: string, messages: Message[]): never {
  return {
    id,
    type: 'actor',
    accepts: () => true,
    start: () => ({
      receive: (message: Message) => {
        messages.push(message);
      },
    }),
  } as never;
}

async function startNode(
  t: Test,
  node: string,
  store: SqliteStore,
  transport: MemoryTransport,
  clock: ManualClock,
): Promise<Node> {
  const members = new Members({ store: store.members, node, leaseMs: LEASE_MS, clock });
  const told: PublisherMessage[] = [];
  const scheduled: SchedulerMessage[] = [];
  const cleared: string[] = [];
  const orders: Order[] = [];
  let deaf = false;
  const well = Object.fromEntries(
    HEALTH_CHECKS.map((name) => [name, async () => undefined]),
  ) as unknown as HealthChecks;
  const own = async (): Promise<OwnReport> => {
    if (deaf) throw new Error('no answer');
    return {
      publishes: members.publishes,
      health: await checkHealth(well, clock),
      tree: test.system.tree(),
      cycle: null,
      facts: { sources: [], browsers: null, diskUsedPercent: null, p95Seconds: {} },
    };
  };
  const test: TestSystem = await testSystem(
    t,
    supervise('root', [
      at(
        places.membership,
        membershipSpec(
          {
            members,
            store,
            bus: {
              subscribe: (topic, receive) => transport.subscribe(topic, receive),
              clearRetained: async (topic) => {
                cleared.push(topic);
              },
              port: undefined,
            },
          },
          {
            report: own,
            control: (order) => order.path === 'web' && orders.push(order) > 0,
            publisher: places.publisher.on(node),
            schedulers: [places.scheduler('asu').on(node)],
          },
        ),
      ),
      recorder('publisher', told),
      supervise('checking', [supervise('asu', [recorder('scheduler', scheduled)])]),
    ]),
    { node, transport, clock },
  );
  await test.system.start();
  const reports = new NodeReports({
    clock,
    members,
    own,
    ask: (node, waitMs) =>
      test.system.outside.ask<MembershipMessage, OwnReport>(
        places.membership.on(node),
        (replyTo) => ({ type: 'report', replyTo }),
        waitMs,
      ),
    log: test.log,
  });
  return {
    test,
    members,
    reports,
    told,
    scheduled,
    cleared,
    orders,
    deafen: () => {
      deaf = true;
    },
  };
}
