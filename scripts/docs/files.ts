/** Lists files of the repository for the document generators and their tests. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the sorted paths of all files below `folder` whose name ends in one of `endings`. */
export function filesUnder(folder: string, ...endings: string[]): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
