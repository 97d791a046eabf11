/** A note in the data directory of where the system runs, for commands that talk to it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RunningNote { url: string; node: string }

const FILE = 'running.json';

export function noteRunning(dataDir: string, note: RunningNote): void {
  writeFileSync(join(dataDir, FILE), `${JSON.stringify(note)}\n`);
}

export function forgetRunning(dataDir: string): void {
  rmSync(join(dataDir, FILE), { force: true });
}

/** undefined: nothing runs here, or it ended without saying so. */
export function readRunning(dataDir: string): RunningNote | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')) as RunningNote;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR'].includes(code)) return undefined;
    throw error;
  }
}
