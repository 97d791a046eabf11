/** What it costs to keep the operator page open. */
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { Bench, Benchmark, Figures } from '../benchmark.ts';
import { withCleanup } from '../cleanup.ts';
import { readProcesses } from '../process-tree.ts';
import type { Program } from '../program.ts';
import { inFolder } from '../setting.ts';
import { openOperatorPage, type OpenPage } from './open-page.ts';
import { keepChanging, startSystem, type SystemSize } from './system.ts';

export interface Sizes extends SystemSize {
  rounds: number;
  /** Of a round. */
  seconds: number;
}

/** A node has 15 actors beside its browsers. */
const SIZES: Sizes = { nodes: 3, browsers: 45, rounds: 3, seconds: 20 };
const CHANGES_PER_SECOND = 10;
const GOAL_BROWSER = 10;
const GOAL_SERVER = 2;
/** Before a round: the page is drawn for the first time, and code is compiled. */
const SETTLE_MS = 3_000;

/** `sizes` is for the test, which takes small ones. */
export async function runOperator(bench: Bench, sizes = SIZES): Promise<void> {
  const { rounds, seconds } = sizes;
  await inFolder((folder) =>
    withCleanup(async (owner) => {
      const program = await startSystem(owner, folder, sizes);
      if (program === undefined) {
        bench.note('Nothing was measured: there is no MongoDB (set `MONGODB_URL`, or run `npm test` once).');
        return;
      }
      const actors = sizes.browsers + 15;
      const { open, closed } = await bench.compare({
        title: `${sizes.nodes} nodes of ${actors} actors, ${CHANGES_PER_SECOND} changes per second`,
        rounds,
        contenders: { open: () => round(program, seconds, true), closed: () => round(program, seconds, false) },
      });
      const ofServer = open['server, % of a core']!.median - closed['server, % of a core']!.median;
      const goal = (what: string, value: number, atMost: number): void => bench.goal({ what, value, atMost });
      goal('CPU of the browser, % of a core', open['browser, % of a core']!.median, GOAL_BROWSER);
      goal('CPU that the page costs the server, % of a core', ofServer, GOAL_SERVER);
      goal('requests of the open page', open['requests of the page']!.max, 0);
    }),
  );
}

async function round(program: Program, seconds: number, isOpen: boolean): Promise<Figures> {
  const stopChanging = keepChanging(program, CHANGES_PER_SECOND);
  const page = isOpen ? await openOperatorPage(program.url) : undefined;
  try {
    await setTimeout(SETTLE_MS);
    return await measured(program, seconds, page);
  } finally {
    await page?.close();
    await stopChanging();
  }
}

async function measured({ pid }: Program, seconds: number, page: OpenPage | undefined): Promise<Figures> {
  const read = async () => ({
    at: performance.now(),
    server: readProcesses().get(pid)!.cpuMs,
    ...(page && { page: { browser: page.cpuMs(), own: await page.pageCpuMs(), ...page.counts } }),
  });
  const before = await read();
  await setTimeout(1_000 * seconds);
  const after = await read();
  const ms = after.at - before.at;
  const share = (from: number, to: number): number => (100 * (to - from)) / ms;
  const server = { 'server, % of a core': share(before.server, after.server) };
  if (!before.page || !after.page) return server;
  return {
    'browser, % of a core': share(before.page.browser, after.page.browser),
    "of it the page's process": share(before.page.own, after.page.own),
    ...server,
    'frames/s': (1_000 * (after.page.frames - before.page.frames)) / ms,
    'requests of the page': after.page.requests - before.page.requests,
  };
}

export const operator: Benchmark = {
  about: 'What an open operator page costs the browser and the server while three nodes change ten times a second.',
  method: `Each node is the real program with 60 actors. All share a MongoDB and a broker. Ten times a second an
operator's order restarts an actor of the node that serves the page, which changes the tree twice; the loads,
heartbeats and mailboxes of all 180 actors change by themselves. The page shows the overview at 1280 × 800 in a
Chromium of its own; all its processes count, drawn without a graphics card. What the page costs the server is the CPU
time of its process with the page open, less that of the rounds without it, in which the same orders are carried out.
That what has failed is in view without scrolling is a test of the page (\`test/web/app/operator-nodes.test.ts\`).`,
  peers: false,
  run: (bench) => runOperator(bench),
};
