/** What the store costs, on SQLite and on MongoDB. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStore } from '../../../src/store/create-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { mongoServer, type Owner } from '../../../test/support/mongo-server.ts';
import type { Bench, Benchmark } from '../benchmark.ts';
import { withCleanup } from '../cleanup.ts';
import { inFolder, WATCHERS } from '../setting.ts';
import { CampusStore } from './campus-store.ts';
import { compareWithFloor } from './compare-with-floor.ts';
import { mongoFloor, sqliteFloor } from './floor.ts';
import { missedChanges } from './missed-changes.ts';
import { moved } from './move.ts';

export interface Sizes {
  rounds: number;
  sections: number;
  /** The test server for MongoDB is slow. */
  onMongo: { rounds: number; sections: number };
  openings: number;
  /** Changes in the small and in the large store. */
  stored: readonly number[];
}

const SIZES: Sizes = {
  rounds: 5,
  sections: 6_250,
  onMongo: { rounds: 3, sections: 200 },
  openings: 100,
  stored: [1_000, 50_000],
};

/** `sizes` is for the test, which takes small ones. */
export async function runStore(bench: Bench, sizes = SIZES): Promise<void> {
  await inFolder(async (folder) => {
    const { rounds, sections, openings } = sizes;
    const file = join(folder, 'store.db');
    // Each watch is durable by itself. That takes minutes on a disk and seconds in memory.
    await inFolder(async (inMemory) => {
      const scratch = await opened(`sqlite:${join(inMemory, 'store.db')}`);
      await new CampusStore(scratch, sections).fill(WATCHERS);
      await scratch.close();
      await copyFile(join(inMemory, 'store.db'), file);
    }, '/dev/shm');
    const store = await opened(`sqlite:${file}`);
    const campus = new CampusStore(store, sections);
    const floor = sqliteFloor(join(folder, 'floor.db'));
    await compareWithFloor(bench, { name: 'SQLite', campus, floor, rounds, openings });
    await floor.close();
    await store.close();
    let copies = 0;
    await bench.compare({
      title: `migrate: ${sections} sections, ${WATCHERS * sections} watches and their history to another SQLite file`,
      rounds: 1,
      contenders: { ours: () => moved(`sqlite:${file}`, `sqlite:${file}.${(copies += 1)}`) },
    });
    await missedChanges(bench, folder, sizes.stored, rounds);
  });
  await withCleanup((owner) => onMongo(bench, sizes, owner));
}

async function onMongo(bench: Bench, sizes: Sizes, owner: Owner): Promise<void> {
  const server = await mongoServer(owner);
  if (server === undefined) {
    bench.note('MongoDB was not measured: there is none (set `MONGODB_URL`, or run `npm test` once).');
    return;
  }
  const store = await opened(server.database(owner));
  const floor = await mongoFloor(server.database(owner));
  const campus = new CampusStore(store, sizes.onMongo.sections);
  await campus.fill(WATCHERS);
  const { rounds, sections } = sizes.onMongo;
  const openings = Math.min(sizes.openings, sections);
  await compareWithFloor(bench, { name: 'MongoDB', campus, floor, rounds, openings });
  await floor.close();
  await store.close();
}

async function opened(url: string): Promise<Store> {
  const store = await createStore(url);
  await store.open();
  return store;
}

export const store: Benchmark = {
  about: 'What a cycle costs the store, beside the same writes with the driver alone.',
  method: `6,250 full sections of 914 courses (on MongoDB 200), each with 4 watches. Every look finds another
number of seats, so each one is a change. SQLite runs in its own thread, as in production, with WAL and
\`synchronous = FULL\`; the driver alone runs on the main thread with the same settings, and writes plain rows by
key: no lease is guarded, no version compared, no watch told. CPU time is that of all threads of this process; a
MongoDB server has its own, which does not count. If the server is SecantusDB, the test server of this project,
its speed says nothing about MongoDB; the ratio still shows how many commands we send.`,
  peers: false,
  run: (bench) => runStore(bench),
};
