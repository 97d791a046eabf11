/** Thousands of subscribers, and a publisher that sends at an even pace. */
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { startProcess } from '../../start-process.ts';
import type { Figures } from '../benchmark.ts';
import { inTime } from '../in-time.ts';
import { commitOf, keyAt } from '../looks.ts';
import { treeCpuMs } from '../process-tree.ts';
import type { Broker } from './brokers.ts';
import type { CrowdReport } from './crowd-process.ts';

const PROCESS = fileURLToPath(new URL('./crowd-process.js', import.meta.url));
/** After the last message was sent. What has not come by then counts as lost. */
const LATE_MS = 20_000;

export interface Load {
  subscribers: number;
  /** So many of the subscribers read nothing. */
  frozen: number;
  perSecond: number;
  seconds: number;
}

export async function carry(owner: Owner, broker: Broker, load: Load): Promise<Figures> {
  const { subscribers, frozen, perSecond, seconds } = load;
  const crowd = startProcess(process.execPath, [PROCESS, ...[broker.port, subscribers, frozen].map(String)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  owner.teardown(() => crowd.kill());
  await inTime(once(crowd, 'message'), `the connections of ${subscribers} subscribers`);
  const messages = perSecond * seconds;
  const expected = messages * (subscribers - frozen);
  const cpuMs = (): number => treeCpuMs(process.pid) - treeCpuMs(crowd.pid!);
  const before = cpuMs();
  const start = performance.now();
  let report: CrowdReport = { received: 0, tookMs: [] };
  const sending: Promise<void>[] = [];
  for (let sent = 0; sent < messages; sent += 1) {
    const dueMs = start + (1_000 * sent) / perSecond - performance.now();
    if (dueMs > 1) await setTimeout(dueMs);
    const at = Math.round(performance.timeOrigin + performance.now());
    const topic = `pickmyclass/changes/${keyAt(sent)}/seats`;
    sending.push(broker.publish({ topic, body: { at, ...BODY }, retain: false }));
  }
  await inTime(Promise.all(sending), 'the broker to take the last messages');
  const lastAt = performance.now();
  do {
    await setTimeout(100);
    crowd.send('report');
    const [more] = (await inTime(once(crowd, 'message'), 'the report of the subscribers')) as [CrowdReport];
    report = added(report, more);
  } while (report.received < expected && performance.now() - lastAt < LATE_MS);
  const tookS = (performance.now() - start) / 1_000;
  const used = cpuMs() - before;
  const gone = once(crowd, 'exit');
  crowd.disconnect();
  await gone;
  return {
    '% delivered': (100 * report.received) / expected,
    'p50 ms': percentile(report, 0.5),
    'p99 ms': percentile(report, 0.99),
    'deliveries/s': report.received / tookS,
    'CPU µs/delivery': (1_000 * used) / report.received,
  };
}

function added(one: CrowdReport, other: CrowdReport): CrowdReport {
  const tookMs = [...one.tookMs];
  for (const [ms, count] of other.tookMs.entries()) tookMs[ms] = (tookMs[ms] ?? 0) + (count ?? 0);
  return { received: one.received + other.received, tookMs };
}

function percentile({ received, tookMs }: CrowdReport, share: number): number {
  let seen = 0;
  for (const [ms, count] of tookMs.entries()) {
    seen += count ?? 0;
    if (seen >= share * received) return ms;
  }
  return 0;
}

const BODY = commitOf(0, commitOf(0, null, 150, 0).state, 149, 0).changes[0]!;
