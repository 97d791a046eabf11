/** A file in the data directory that says where the system runs. Other commands use it to find the system. */
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

/** Throws PMC_CONFIG_INVALID when the data directory cannot be written to. */
export function noteRunning(dataDir: string, note: RunningNote): void {
  const file = join(dataDir, FILE);
  try {
    writeFileSync(`${file}.unfinished`, `${JSON.stringify(note)}\n`);
    renameSync(`${file}.unfinished`, file);
  } catch (error) {
    throw configError('PMC_CONFIG_INVALID', { name: 'DATA_DIR', value: dataDir, reason: reasonOf(error) }, error);
  }
}

/** Removes the note of this node. One that another process with the same data directory has written since stays. */
export function forgetRunning(dataDir: string, node: string): void {
  if (readNote(dataDir)?.node === node) rmSync(join(dataDir, FILE), { force: true });
}

/**
 * Finds the running system of this data directory. Returns undefined if none answers. The file alone proves nothing,
 * because the system may have been killed.
 */
export async function findRunning(dataDir: string): Promise<RunningNote | undefined> {
  const note = readNote(dataDir);
  return note !== undefined && (await answers(note)) ? note : undefined;
}

/** Returns undefined if there is no file or it is not valid. */
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

/** Returns whether this node answers: another program or node may use the port now. */
async function answers({ url, node }: RunningNote): Promise<boolean> {
  try {
    const response = await fetch(new URL('/livez', url), { signal: AbortSignal.timeout(ASK_MS) });
    return ((await response.json()) as { node?: unknown } | null)?.node === node;
  } catch {
    return false; // nothing listens there, or another program does
  }
}
