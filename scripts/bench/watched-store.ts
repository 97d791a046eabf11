/** Students with watches in a store. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { wishOf } from '../../src/domain/watch.ts';
import type { ChangeKind } from '../../src/domain/change.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import type { Store } from '../../src/store/store.ts';
import { LEASE_MS, WATCHES_PER_STUDENT } from './setting.ts';

/** Each watch is durable by itself. That takes minutes on a disk and seconds in memory. */
const IN_MEMORY = '/dev/shm/pickmyclass-bench-';

interface Watched {
  sections: readonly string[];
  /** Watches of each section. */
  watchers: number;
  kinds: readonly ChangeKind[];
  /** Milliseconds until a section is due, if it was seen already; null: it was never seen. */
  dueInMs: number | null;
}

/** Adds the watches of the students student-0@example.edu, student-1@example.edu and so on. */
export async function addWatches(store: Store, { sections, watchers, kinds, dueInMs }: Watched): Promise<void> {
  for (let student = 0; student * WATCHES_PER_STUDENT < sections.length * watchers; student += 1) {
    await store.accounts.addSignIn(`token ${student}`, `student-${student}@example.edu`, LEASE_MS);
    const user = await store.accounts.signIn(`token ${student}`, `session ${student}`, LEASE_MS);
    const from = (student * WATCHES_PER_STUDENT) % sections.length;
    const watched = [...sections.slice(from), ...sections].slice(0, WATCHES_PER_STUDENT);
    await Promise.all(
      watched.map((section) =>
        store.watches.add(
          user!.id,
          wishOf(section, { kinds: [...kinds] }),
          dueInMs !== null,
          WATCHES_PER_STUDENT,
          dueInMs ?? 0,
        ),
      ),
    );
  }
}

/** Creates a store in `dataDir` whose sections are watched and were never seen. Checks are paused. */
export async function prepareStore(
  dataDir: string,
  sections: readonly string[],
  watchers: number,
  kinds: readonly ChangeKind[] = ['opened'],
): Promise<void> {
  const scratch = await mkdtemp(IN_MEMORY);
  const file = join(scratch, 'store.db');
  const store = createSqliteStore(file, systemClock);
  await store.open();
  await store.pauses.set('checks', null);
  await addWatches(store, { sections, watchers, kinds, dueInMs: null });
  await store.close();
  await copyFile(file, join(dataDir, 'pickmyclass.db'));
  await rm(scratch, { recursive: true });
}
