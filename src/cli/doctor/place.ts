/** Checks whether a file or folder can be created. Creates nothing. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { configError } from '../../config/errors.ts';
import { reasonOf } from '../../runtime/index.ts';

/** Throws PMC_CONFIG_INVALID for the variable `name` if the folder `path` cannot be created or written to. */
export function examineFolder(name: string, path: string): void {
  const existing = nearestExisting(path);
  try {
    if (!statSync(existing).isDirectory()) throw new Error(`${existing} is not a folder`);
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw configError('PMC_CONFIG_INVALID', { name, value: path, reason: reasonOf(error) }, error);
  }
}

/** The same for a file. Its folder must exist, unless it is `dataDir` or above it: the program creates these. */
export function examineFile(name: string, path: string, dataDir: string): void {
  const folder = dirname(path);
  if (!existsSync(folder) && !`${dataDir}${sep}`.startsWith(`${folder}${sep}`)) {
    throw configError('PMC_CONFIG_INVALID', { name, value: path, reason: `there is no folder ${folder}; make it` });
  }
  examineFolder(name, folder);
}

/** Returns the path itself if it exists, otherwise the nearest folder above it that does. */
function nearestExisting(path: string): string {
  for (let at = path; ; at = dirname(at)) if (existsSync(at) || at === dirname(at)) return at;
}
