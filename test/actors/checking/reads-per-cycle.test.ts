import t from 'tap';
import type { Test } from 'tap';
import type { RunCycleReply } from '../../../src/checking/claiming/cycle.ts';
import type { Store } from '../../../src/store/store.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';

const READS = [
  'claim',
  'known',
  'watched',
  'knownPerSubject',
  'countWatched',
  'state',
  'states',
  'page',
  'search',
] as const;

/** Counts the reads of the store from now on, by method. */
function countReads({ sections }: Store): Record<string, number> {
  const counts: Record<string, number> = {};
  const methods = sections as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of READS) {
    const method = methods[name]!.bind(sections);
    methods[name] = (...args) => {
      counts[name] = (counts[name] ?? 0) + 1;
      return method(...args);
    };
  }
  return counts;
}

/** Returns the reads of one cycle over this many sections, each of its own course, of which `openings` open. */
async function readsOf(t: Test, sections: number, openings: number): Promise<Record<string, number>> {
  const { source, store, watch, wake, clock, ask, told } = await checking(t, {
    massChange: { sections: 1_000, share: 1 },
  });
  const numbers = Array.from({ length: sections }, (_, index) => String(10_000 + index));
  for (const classNumber of numbers) {
    source.set(classNumber, { catalogNumber: classNumber });
    await watch(classNumber);
  }
  await wake();
  await clock.advance(INTERVAL_MS / 2);
  for (const classNumber of numbers.slice(0, openings))
    source.set(classNumber, { catalogNumber: classNumber, enrolled: 149 });
  const counts = countReads(store);
  t.match(await ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo })), {
    outcome: 'started',
    cycle: { due: sections },
  });
  await clock.advance(900);
  t.equal(told().filter((change) => change.endsWith('opened')).length, openings, 'every opening was seen and written');
  return counts;
}

t.test('a cycle reads what was touched a few times, and claims many requests at once', async (t) => {
  t.match(await readsOf(t, 1, 1), { claim: 1 });
  const reads = await readsOf(t, 150, 1);
  t.ok(reads['claim']! <= 150 / 32 + 2, `${reads['claim']} claims`);
  t.ok(reads['watched']! <= 4, `${reads['watched']} reads of the watched sections`);
  t.ok(reads['known']! <= 150, `${reads['known']} reads of whole states for 150 answers that must be compared`);
});

t.test('many openings cause one more read, to decide whether they are a mass change', async (t) => {
  t.match(await readsOf(t, 150, 100), { countWatched: 1 });
});
