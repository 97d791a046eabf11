/** The files of the repository, for those that read them all: the generators of documents and their tests. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of the files in `folder` and below it whose name ends in one of `endings`, in order. */
export function filesUnder(folder: string, ...endings: string[]): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
