/** One opening to many live pages and many watches. */
import { join } from 'node:path';
import { systemClock } from '../../../src/runtime/index.ts';
import { createSqliteStore } from '../../../src/store/sqlite/threaded-store.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { noTracer } from '../../../src/telemetry/traces/tracer.ts';
import { LiveHub } from '../../../src/web/live/hub.ts';
import { encode } from '../../../src/web/live/protocol.ts';
import { changeFrame } from '../../../src/web/live/server-frames.ts';
import type { Bench, Benchmark, Figures } from '../benchmark.ts';
import { withCleanup } from '../cleanup.ts';
import { timeOf } from '../cost.ts';
import { silentLog } from '../quiet-bus.ts';
import { inFolder } from '../setting.ts';
import { Crowd } from './crowd.ts';
import { residentKb } from './resident.ts';
import { WatchedSection } from './watched-section.ts';

export interface Sizes {
  rounds: number;
  clients: readonly number[];
  /** So many of the most pages read nothing in the last table. */
  frozen: number;
  watches: number;
}

const SIZES: Sizes = { rounds: 9, clients: [1, 100, 5_000], frozen: 100, watches: 10_000 };
const GOAL_MS = 250;
const GOAL_KB = 20;
const GOAL_SHARE = 0.7;
/** Pages behind one address, which has a limit. */
const PAGES_PER_ADDRESS = 500;

/** `sizes` is for the test, which takes small ones. */
export async function runFanout(bench: Bench, sizes = SIZES): Promise<void> {
  // In memory, because each of the watches is durable by itself.
  await inFolder(async (folder) => {
    const store = createSqliteStore(join(folder, 'store.db'), systemClock);
    await store.open();
    const section = new WatchedSection(store);
    const most = Math.max(...sizes.clients);
    for (const clients of sizes.clients)
      await withCleanup((owner) =>
        toPages(bench, { ...sizes, owner, store, section, clients, frozen: clients === most ? sizes.frozen : 0 }),
      );
    await toWatches(bench, { store, section, ...sizes });
    await store.close();
  }, '/dev/shm');
}

interface Pages {
  owner: Owner;
  store: Store;
  section: WatchedSection;
  clients: number;
  /** 0: all pages read, and no goal is set. */
  frozen: number;
  rounds: number;
}

async function toPages(bench: Bench, pages: Pages): Promise<void> {
  const { owner, store, section, clients, frozen, rounds } = pages;
  const first = await section.opens();
  const hub = new LiveHub(store, { clock: systemClock, log: silentLog }, noTracer);
  const emptyKb = residentKb();
  const crowd = await Crowd.gather(owner, clients);
  for (const [nth, socket] of crowd.sockets.entries())
    await hub.join(hub.add(socket, `address-${Math.floor(nth / PAGES_PER_ADDRESS)}`), [section.key], undefined);
  const heldKb = residentKb() - emptyKb;
  const plain = await Crowd.gather(owner, clients);
  const texts = first.changes.map((stored) => encode(changeFrame(stored)));
  const ours = async (): Promise<Figures> => {
    const announcement = await section.opens();
    return crowd.hears(announcement.changes.length, () => hub.announce(announcement));
  };
  const bare = (): Promise<Figures> =>
    plain.hears(texts.length, () => {
      for (const text of texts) for (const socket of plain.sockets) socket.send(text);
    });
  const shown = clients === 1 ? 'one live page' : `${clients.toLocaleString('en')} live pages`;
  const title = `a seat is taken and opens again, to ${shown}`;
  const sides = await bench.compare({ title, rounds, contenders: { ours, 'ws alone': bare } });
  if (frozen === 0) return;
  const [own, its] = [sides.ours['p99 ms']!.median, sides['ws alone']['p99 ms']!.median];
  bench.goal({ what: `p99 from the commit to the frame, ${shown}, ms`, value: own, atMost: GOAL_MS });
  bench.goal({ what: 'speed of ws alone that is reached, by p99', value: its / own, atLeast: GOAL_SHARE });
  bench.goal({ what: 'memory of a connection, kB', value: heldKb / clients, atMost: GOAL_KB });
  await crowd.freeze(frozen);
  const { ours: beside } = await bench.compare({
    title: `the same, and ${frozen} of them read nothing`,
    rounds,
    contenders: { ours },
    note: 'The buffers of the connections that nobody reads are full before. The times are those of the other pages.',
  });
  bench.goal({ what: 'p99 beside pages that read nothing, ms', value: beside['p99 ms']!.median, atMost: GOAL_MS });
}

async function toWatches(bench: Bench, { store, section, rounds, watches }: Pick<Pages, 'store' | 'section'> & Sizes) {
  await section.addWatches(watches);
  const ours = async (): Promise<Figures> => {
    await section.opens();
    let queued = 0;
    const { ms, cpuMs } = await timeOf(async () => {
      ({ notifications: queued } = await store.notifications.fanOut(0));
    });
    if (queued !== watches) throw new Error(`${queued} of ${watches} watches were told`);
    return { 'ms until all are queued': ms, 'CPU µs/notification': (1_000 * cpuMs) / watches };
  };
  await bench.compare({
    title: `one opening to ${watches.toLocaleString('en')} watches`,
    rounds,
    contenders: { ours },
  });
}

export const fanout: Benchmark = {
  about: 'How soon one opening reaches all live pages and all watches of its section, and what a frame costs.',
  method: `The live hub of the web server, with the SQLite store in its thread, sends announced changes to
WebSocket clients in another process; \`ws alone\` sends the same bytes to as many clients without looking at the
store. Time runs from the announcement, which follows the commit, until a client has a frame; each round has two
frames for each client. CPU time is the server's: that of this process with all its threads. The memory of a
connection is what this process grew by, garbage collected, divided by the connections; the kernel's buffers are not
in it. The store is in memory (/dev/shm).`,
  peers: false,
  run: (bench) => runFanout(bench),
};
