/** The calls of a cycle on a store, beside the same writes with its driver alone. */
import type { Bench } from '../benchmark.ts';
import { costOf, timeOf } from '../cost.ts';
import { BATCH } from '../looks.ts';
import { WATCHERS } from '../setting.ts';
import type { CampusStore } from './campus-store.ts';
import type { Floor } from './floor.ts';

interface Measured {
  /** `SQLite` or `MongoDB`. */
  name: string;
  campus: CampusStore;
  floor: Floor;
  rounds: number;
  /** Sections that open between two fan-outs. */
  openings: number;
}

export async function compareWithFloor(bench: Bench, measured: Measured): Promise<void> {
  const { name, campus, floor, rounds } = measured;
  const { length: count } = campus.keys;
  await floor.fill(await claimed(campus));
  const inBatches = async <Item>(items: readonly Item[], work: (batch: Item[]) => Promise<void>): Promise<void> => {
    for (let start = 0; start < items.length; start += BATCH) await work(items.slice(start, start + BATCH));
  };
  await bench.compare({
    title: `${name}: claim of ${count} sections by ${campus.requests} requests`,
    rounds,
    contenders: {
      ours: async () => {
        const figures = await costOf('section', count, () => campus.lease());
        await campus.release();
        return figures;
      },
      'the driver alone': () => costOf('section', count, () => inBatches(campus.keys, (keys) => floor.lease(keys))),
    },
  });
  await bench.compare({
    title: `${name}: commit of ${count} looks, ${BATCH} at a time`,
    rounds,
    contenders: {
      ours: async () => {
        const seen = await campus.claim();
        return costOf('section', count, () => campus.commit(seen));
      },
      'the driver alone': async () => {
        const seen = await claimed(campus);
        return costOf('section', count, () => inBatches(seen, (batch) => floor.commit(batch)));
      },
    },
  });
  await watched(bench, measured);
  await fanOut(bench, measured);
}

/** Commits looks at the first `count` sections. The first `openings` of them find an open seat. */
async function look(campus: CampusStore, openings: number, count: number): Promise<void> {
  await campus.commit((await campus.claim(openings)).slice(0, count));
  await campus.release();
}

/** Looks that are not written. */
async function claimed(campus: CampusStore) {
  const looks = await campus.claim();
  await campus.release();
  return looks;
}

async function watched(bench: Bench, { name, campus, floor, rounds }: Measured): Promise<void> {
  const { sections } = campus.store;
  await bench.compare({
    title: `${name}: what a scheduler learns of ${campus.keys.length} watched sections`,
    rounds,
    contenders: {
      'ours, all of them': async () => {
        const { ms, cpuMs } = await timeOf(() => sections.watched('asu', null));
        return { ms, 'CPU ms': cpuMs };
      },
      'ours, those of one commit': async () => {
        const { mark } = await sections.watched('asu', null);
        await look(campus, 0, BATCH);
        const { ms, cpuMs } = await timeOf(() => sections.watched('asu', mark));
        return { ms, 'CPU ms': cpuMs };
      },
      'the driver alone, all rows': async () => {
        const { ms, cpuMs } = await timeOf(() => floor.read());
        return { ms, 'CPU ms': cpuMs };
      },
    },
  });
}

async function fanOut(bench: Bench, { name, campus, floor, rounds, openings }: Measured): Promise<void> {
  const { notifications } = campus.store;
  /** Returns how many notifications were created. One call may leave some changes to the next one. */
  const tellAll = async (): Promise<number> => {
    let made = 0;
    for (let told = await notifications.fanOut(0); told.changes > 0;) {
      made += told.notifications;
      told = await notifications.fanOut(0);
    }
    return made;
  };
  let queued = 0;
  await bench.compare({
    title: `${name}: fan-out of ${openings} openings to the watches of their sections`,
    rounds,
    contenders: {
      ours: async () => {
        await look(campus, 0, openings);
        await tellAll();
        await look(campus, openings, openings);
        return costOf('notification', openings * WATCHERS, async () => {
          const made = await tellAll();
          if (made !== openings * WATCHERS) throw new Error(`${made} notifications`);
        });
      },
      'the driver alone': () => {
        const ids = Array.from({ length: openings * WATCHERS }, () => `notification-${(queued += 1)}`);
        return costOf('notification', ids.length, () => floor.queue(ids));
      },
    },
  });
}
