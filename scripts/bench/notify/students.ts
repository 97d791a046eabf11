/** A data folder whose store has students: one who watches many sections, and audiences of one section each. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wishOf } from '../../../src/domain/watch.ts';
import { systemClock } from '../../../src/runtime/index.ts';
import type { NewChannel } from '../../../src/store/channels.ts';
import { createSqliteStore } from '../../../src/store/sqlite/threaded-store.ts';
import { inFolder, LEASE_MS } from '../setting.ts';

/** Students who all watch one section. */
export interface Audience {
  section: string;
  students: number;
  /** Returns the channel that a student is told on; not given: e-mail. */
  channel?: (nth: number) => Omit<NewChannel, 'label' | 'verified'>;
}

interface Students {
  /** Watched by one student. */
  sections: readonly string[];
  audiences: readonly Audience[];
}

export async function prepareStudents(dataDir: string, { sections, audiences }: Students): Promise<void> {
  // In memory, because each watch is durable by itself.
  await inFolder(async (folder) => {
    const file = join(folder, 'store.db');
    const store = createSqliteStore(file, systemClock);
    await store.open();
    const { accounts, watches, channels } = store;
    const signIn = async (name: string): Promise<string> => {
      await accounts.addSignIn(`token ${name}`, `${name}@example.edu`, LEASE_MS);
      return (await accounts.signIn(`token ${name}`, `session ${name}`, LEASE_MS))!.id;
    };
    const one = await signIn('one');
    for (const key of sections) await watches.add(one, wishOf(key), false, sections.length, 0);
    for (const [place, { section, students, channel }] of audiences.entries())
      for (let nth = 0; nth < students; nth += 1) {
        const student = await signIn(`crowd-${place}-${nth}`);
        let only: string[] | null = null;
        if (channel !== undefined) {
          const added = await channels.add(student, { label: 'bench', verified: true, ...channel(nth) });
          if (added.outcome === 'added') only = [added.channel.id];
        }
        await watches.add(student, wishOf(section, { channels: only }), false, 1, 0);
      }
    await store.close();
    await copyFile(file, join(dataDir, 'pickmyclass.db'));
  }, '/dev/shm');
}
