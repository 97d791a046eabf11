/** Several processes as one system. */
import { setTimeout } from 'node:timers/promises';
import { startCampus, type Campus } from '../../campus/campus.ts';
import { mongoServer } from '../../../test/support/mongo-server.ts';
import type { Bench, Benchmark, Figures } from '../benchmark.ts';
import { bareAedes, mosquitto } from '../bus/brokers.ts';
import { withCleanup } from '../cleanup.ts';
import { inFolder } from '../setting.ts';
import { Asked } from './asked.ts';
import { Cluster } from './cluster.ts';

export interface Sizes {
  rounds: number;
  /** Sections in the main term of the campus, all of them watched. */
  sections: number;
  processes: readonly number[];
}

const SIZES: Sizes = { rounds: 2, sections: 300, processes: [1, 2, 3] };
/** By then all processes have asked. */
const KILLED_AFTER_MS = 1_000;
/** A section that is looked at so long after the kill has waited for a lease of the dead process. */
const WAITED_MS = 5_000;

/** `sizes` is for the test, which takes small ones. */
export async function runNodes(bench: Bench, sizes = SIZES): Promise<void> {
  await inFolder((folder) =>
    withCleanup(async (owner) => {
      const mongo = await mongoServer(owner);
      if (mongo === undefined) {
        bench.note('Nothing was measured: there is no MongoDB (set `MONGODB_URL`, or run `npm test` once).');
        return;
      }
      const { port: brokerPort } = (await mosquitto(owner)) ?? (await bareAedes(owner));
      const campus = await startCampus({ port: 0, sections: sizes.sections, speed: 0 });
      owner.teardown(() => campus.close());
      const asked = new Asked(owner);
      const around = { mongo, brokerPort, campus, folder };
      await bench.compare({
        title: `a round over ${sizes.sections} watched sections`,
        rounds: sizes.rounds,
        contenders: Object.fromEntries(
          sizes.processes.map((processes) => [
            processes === 1 ? '1 process' : `${processes} processes`,
            () => withCleanup(async (own) => round(await Cluster.start(own, around, processes), asked)),
          ]),
        ),
      });
      const most = Math.max(...sizes.processes);
      await bench.compare({
        title: 'a round in which one process is killed with -9 while all wait for answers',
        rounds: 1,
        contenders: {
          [`${most} processes`]: () =>
            withCleanup(async (own) => bereft(await Cluster.start(own, around, most), asked, campus)),
        },
      });
    }),
  );
}

async function round(cluster: Cluster, asked: Asked): Promise<Figures> {
  asked.reset();
  const before = await cluster.cpuMs();
  const start = await cluster.beginRound();
  const seen = await cluster.untilSeen(start);
  const ms = Math.max(...seen) - start;
  const cpuMs = (await cluster.cpuMs()) - before;
  return {
    'sections/min': (60_000 * seen.length) / ms,
    'CPU ms/section': cpuMs / seen.length,
    requests: asked.count,
    'requests made twice': asked.twice,
  };
}

async function bereft(cluster: Cluster, asked: Asked, campus: Campus): Promise<Figures> {
  campus.misbehave({ latencyMs: 2 * KILLED_AFTER_MS });
  asked.reset();
  const start = await cluster.beginRound();
  await setTimeout(KILLED_AFTER_MS);
  const killed = Date.now();
  await cluster.programs.at(-1)!.stop('SIGKILL');
  campus.behave();
  const seen = await cluster.untilSeen(start);
  return {
    's from the kill to the last section': (Math.max(...seen) - killed) / 1_000,
    'sections that waited for its leases': seen.filter((at) => at > killed + WAITED_MS).length,
    requests: asked.count,
    'requests made twice': asked.twice,
  };
}

export const nodes: Benchmark = {
  about:
    'What one, two and three processes do as one system on a MongoDB, and what is left when one of them is killed.',
  method: `Each process is the real program with a browser of its own. All of them share a MongoDB, a broker
(Mosquitto where there is one) and the source, a campus simulator on the same machine; so with two cores more
processes cannot be faster, and the figures show what sharing costs. A round begins when all sections are due and
ends with the last look. A request was made twice when another one of the same round asked for the same. CPU time
is that of the processes, without browsers and MongoDB. If the MongoDB is SecantusDB, the test server of this
project, its speed bounds the round.`,
  peers: false,
  run: (bench) => runNodes(bench),
};
