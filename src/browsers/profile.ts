/** Profile folders: one for each browser, fresh, and none left behind. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'pickmyclass-browser-';

/** The folder's name holds our process's id, so that another process can tell whether its owner still runs. */
export async function makeProfile(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

/** Helper processes may still be writing when the browser has ended: rm tries again. */
export async function removeProfile(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Removes what processes that were killed have left. */
export async function removeAbandonedProfiles(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : NaN;
    // one that belongs to somebody else stays
    if (Number.isInteger(owner) && !isRunning(owner)) await removeProfile(join(tmpdir(), name)).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, under somebody else
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
