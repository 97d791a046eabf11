/** What the benches share: the size of the campus, a separate folder, and the machine they run on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SECTIONS = 6_250;
/** Watches of each section: 25,000 in all. */
export const WATCHERS = 4;
export const WATCHES_PER_STUDENT = 10;
export const LEASE_MS = 60_000;

export const CLI = fileURLToPath(new URL('../../src/cli.js', import.meta.url));

/** Calls `work` with an empty folder in `parent` and removes the folder afterwards. */
export async function inFolder(work: (folder: string) => Promise<void>, parent = tmpdir()): Promise<void> {
  const folder = await mkdtemp(join(parent, 'pickmyclass-bench-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `2 cores, Node v22.1.0, load 0.3`. */
export function machine(): string {
  return `${availableParallelism()} cores, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
