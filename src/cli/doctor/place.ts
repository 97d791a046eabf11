/** Checks whether a file or folder can be made. Makes nothing. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { configError } from '../../config/errors.ts';
import { reasonOf } from '../../runtime/index.ts';

/** Throws PMC_CONFIG_INVALID for the variable `name` when the folder `path` cannot be written to, or not be made. */
export function examineFolder(name: string, path: string): void {
  const existing = nearestExisting(path);
  try {
    if (!statSync(existing).isDirectory()) throw new Error(`${existing} is not a folder`);
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw configError('PMC_CONFIG_INVALID', { name, value: path, reason: reasonOf(error) }, error);
  }
}

/** The same for a file. Its folder must exist, or be `dataDir` or above it, which the program makes. */
export function examineFile(name: string, path: string, dataDir: string): void {
  const folder = dirname(path);
  if (!existsSync(folder) && !`${dataDir}${sep}`.startsWith(`${folder}${sep}`)) {
    throw configError('PMC_CONFIG_INVALID', { name, value: path, reason: `there is no folder ${folder}; make it` });
  }
  examineFolder(name, folder);
}

/** The path itself, or the first folder above it that exists. */
function nearestExisting(path: string): string {
  for (let at = path; ; at = dirname(at)) if (existsSync(at) || at === dirname(at)) return at;
}
