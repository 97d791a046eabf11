/** Processes of one system: they share a MongoDB and a broker, and look at a campus in this process. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createStore } from '../../../src/store/create-store.ts';
import type { Store } from '../../../src/store/store.ts';
import type { MongoServer, Owner } from '../../../test/support/mongo-server.ts';
import type { Campus } from '../../campus/campus.ts';
import { keyOf } from '../../campus/section.ts';
import { Program } from '../program.ts';
import { addWatches } from '../watched-store.ts';

const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 240_000;

interface Surroundings {
  mongo: MongoServer;
  brokerPort: number;
  campus: Campus;
  folder: string;
}

export class Cluster {
  readonly programs: readonly Program[];
  readonly sections: readonly string[];
  readonly #store: Store;

  private constructor(programs: readonly Program[], sections: readonly string[], store: Store) {
    this.programs = programs;
    this.sections = sections;
    this.#store = store;
  }

  /** Resolves when all processes run and every section was seen. Each cluster has a database of its own. */
  static async start(owner: Owner, around: Surroundings, processes: number): Promise<Cluster> {
    const { mongo, brokerPort, campus, folder } = around;
    const url = mongo.database(owner);
    const store = await createStore(url);
    await store.open();
    owner.teardown(() => store.close());
    const sections = campus.sections.filter(({ term }) => term === campus.term).map(keyOf);
    await addWatches(store, { sections, watchers: 1, kinds: ['opened'], dueInMs: null });
    const start = async (nth: number): Promise<Program> => {
      const dataDir = join(folder, `node-${nth}`);
      await mkdir(dataDir, { recursive: true });
      const program = await Program.start(dataDir, {
        STORE_URL: url,
        BUS_URL: `mqtt://127.0.0.1:${brokerPort}`,
        ASU_CATALOG_URL: campus.catalogUrl,
        NODE_ID: `node-${nth}`,
        BROWSERS: '1',
        // What is asked within a round is asked because of the round.
        CHECK_SCHEDULE: 'fixed',
        CHECK_INTERVAL_SECONDS: '3600',
        CHECK_BUDGET_PER_MINUTE: '100000',
        LEASE_SECONDS: '10',
      });
      owner.teardown(() => program.stop());
      return program;
    };
    const programs = await Promise.all(Array.from({ length: processes }, (_, nth) => start(nth)));
    const cluster = new Cluster(programs, sections, store);
    await cluster.untilSeen(0);
    return cluster;
  }

  /** Makes all sections due. Returns the time of that, epoch milliseconds. */
  async beginRound(): Promise<number> {
    const start = Date.now();
    await this.#store.sections.makeDue('asu');
    await this.programs[0]!.operator('POST', '/api/v1/cycles').catch(() => undefined);
    return start;
  }

  /** Resolves when all sections were looked at since `start`. Returns when each of them was. */
  async untilSeen(start: number): Promise<number[]> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await setTimeout(LOOK_EVERY_MS)) {
      const { sections } = await this.#store.sections.watched('asu', null);
      const seen = sections.flatMap(({ state }) => (state === null ? [] : [Date.parse(state.checkedAt)]));
      const since = seen.filter((at) => at >= start);
      if (since.length === this.sections.length) return since;
    }
    throw new Error(`not all sections were looked at within ${PATIENCE_MS / 1_000} s`);
  }

  /** CPU milliseconds of all processes that run, without their browsers. */
  async cpuMs(): Promise<number> {
    const each = await Promise.all(this.programs.map((program) => program.metrics()));
    return each.reduce((sum, metrics) => sum + 1_000 * metrics['process_cpu_seconds_total']!, 0);
  }
}
