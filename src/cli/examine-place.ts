/** Looks whether a file or folder could be made. Makes nothing. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { configError } from '../config/errors.ts';
import { reasonOf } from '../runtime/index.ts';

/**
 * Throws PMC_CONFIG_INVALID for the variable `name` when the folder `path` neither is one we can write to nor can be
 * made.
 */
export function examineFolder(name: string, path: string): void {
  const there = nearestThere(path);
  try {
    if (!statSync(there).isDirectory()) throw new Error(`${there} is no folder`);
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw configError('PMC_CONFIG_INVALID', { name, value: path, reason: reasonOf(error) }, error);
  }
}

/** The same for a file in a folder that is there, or is made with `dataDir`, or is on the way to it. */
export function examineFile(name: string, path: string, dataDir: string): void {
  const folder = dirname(path);
  if (!existsSync(folder) && !`${dataDir}${sep}`.startsWith(`${folder}${sep}`)) {
    throw configError('PMC_CONFIG_INVALID', { name, value: path, reason: `there is no folder ${folder}; make it` });
  }
  examineFolder(name, folder);
}

/** The folder itself, or the first above it that is there. */
function nearestThere(path: string): string {
  for (let at = path; ; at = dirname(at)) if (existsSync(at) || at === dirname(at)) return at;
}
