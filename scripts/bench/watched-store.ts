/** A data folder whose store holds many students' watches, as if they had signed in and added them. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangeKind } from '../../src/domain/change.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';

const WATCHES_EACH = 10;
const TTL_MS = 60_000;
/** Each watch is durable by itself, which takes minutes on a disk and seconds in memory. */
const IN_MEMORY = '/dev/shm/pickmyclass-bench-';

/**
 * `watchers` watches of each section for these kinds of change, none of which was ever looked at; checks are paused.
 * Students are student-0@example.edu and on.
 */
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
  for (let student = 0; student * WATCHES_EACH < sections.length * watchers; student += 1) {
    await store.accounts.addSignIn(`token ${student}`, `student-${student}@example.edu`, TTL_MS);
    const user = await store.accounts.signIn(`token ${student}`, `session ${student}`, TTL_MS);
    const from = (student * WATCHES_EACH) % sections.length;
    const watched = [...sections, ...sections].slice(from, from + WATCHES_EACH);
    await Promise.all(
      watched.map((section) => store.watches.add(user!.id, section, [...kinds], false, WATCHES_EACH, 0)),
    );
  }
  await store.close();
  await copyFile(file, join(dataDir, 'pickmyclass.db'));
  await rm(scratch, { recursive: true });
}
