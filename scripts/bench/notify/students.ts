/** A data folder whose store has students: one who watches many sections, and a crowd that watches one more. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wishOf } from '../../../src/domain/watch.ts';
import { systemClock } from '../../../src/runtime/index.ts';
import { createSqliteStore } from '../../../src/store/sqlite/threaded-store.ts';
import { inFolder, LEASE_MS } from '../setting.ts';

interface Students {
  sections: readonly string[];
  crowded: string;
  crowd: number;
}

export async function prepareStudents(dataDir: string, { sections, crowded, crowd }: Students): Promise<void> {
  // In memory, because each watch is durable by itself.
  await inFolder(async (folder) => {
    const file = join(folder, 'store.db');
    const store = createSqliteStore(file, systemClock);
    await store.open();
    const watch = async (name: string, keys: readonly string[]): Promise<void> => {
      await store.accounts.addSignIn(`token ${name}`, `${name}@example.edu`, LEASE_MS);
      const user = await store.accounts.signIn(`token ${name}`, `session ${name}`, LEASE_MS);
      for (const key of keys) await store.watches.add(user!.id, wishOf(key), false, keys.length, 0);
    };
    await watch('one', sections);
    for (let nth = 0; nth < crowd; nth += 1) await watch(`crowd-${nth}`, [crowded]);
    await store.close();
    await copyFile(file, join(dataDir, 'pickmyclass.db'));
  }, '/dev/shm');
}
