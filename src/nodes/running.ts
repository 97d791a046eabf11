/** A note in the data directory of where the system runs, for commands that talk to it. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { configError } from '../config/errors.ts';
import { reasonOf } from '../runtime/index.ts';

const RunningNote = Type.Object({ url: Type.String({ pattern: '^http://' }), node: Type.String() });
export type RunningNote = Static<typeof RunningNote>;

const FILE = 'running.json';
const ASK_MS = 2_000;

/** PMC_CONFIG_INVALID for a data directory that cannot be written. */
export function noteRunning(dataDir: string, note: RunningNote): void {
  const file = join(dataDir, FILE);
  try {
    writeFileSync(`${file}.unfinished`, `${JSON.stringify(note)}\n`);
    renameSync(`${file}.unfinished`, file);
  } catch (error) {
    throw configError('PMC_CONFIG_INVALID', { name: 'DATA_DIR', value: dataDir, reason: reasonOf(error) }, error);
  }
}

export function forgetRunning(dataDir: string): void {
  rmSync(join(dataDir, FILE), { force: true });
}

/**
 * The system of this data directory, asked whether it runs; undefined: nothing that answers does. The note alone may be
 * of one that was killed.
 */
export async function findRunning(dataDir: string): Promise<RunningNote | undefined> {
  const note = readNote(dataDir);
  return note !== undefined && (await answers(note)) ? note : undefined;
}

/** undefined: there is none, or what is there says nothing. */
function readNote(dataDir: string): RunningNote | undefined {
  try {
    const note: unknown = JSON.parse(readFileSync(join(dataDir, FILE), 'utf8'));
    return Value.Check(RunningNote, note) && URL.canParse(note.url) ? note : undefined;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError || ['ENOENT', 'ENOTDIR'].includes(code)) return undefined;
    throw configError('PMC_CONFIG_INVALID', { name: 'DATA_DIR', value: dataDir, reason: reasonOf(error) }, error);
  }
}

/** Another program may have the port by now, or another node. */
async function answers({ url, node }: RunningNote): Promise<boolean> {
  try {
    const response = await fetch(new URL('/livez', url), { signal: AbortSignal.timeout(ASK_MS) });
    return ((await response.json()) as { node?: unknown } | null)?.node === node;
  } catch {
    return false; // nothing listens there, or nothing of ours
  }
}
