/** The folder of the built pages. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Test } from 'tap';

const BUILT = 'dist/app';
const BUILT_FROM = ['src', 'vite.config.ts', 'package-lock.json'];

/**
 * Returns the folder that `npm test` has built, if nothing in `src` has changed since. Otherwise builds the pages into
 * a folder that is removed after the test.
 */
export async function builtPages(t: Test): Promise<string> {
  const built = join(BUILT, 'index.html');
  if (existsSync(built) && (await stat(built)).mtimeMs > (await newest(BUILT_FROM))) return resolve(BUILT);
  const outDir = t.testdir();
  const { build } = await import('vite');
  await build({ logLevel: 'error', build: { outDir } });
  return outDir;
}

/** Returns when one of the files, or of the files in the folders, was changed last, in milliseconds. */
async function newest(paths: string[]): Promise<number> {
  const times = await Promise.all(
    paths.map(async (path) => {
      const about = await stat(path);
      if (!about.isDirectory()) return about.mtimeMs;
      // A folder's own time tells when something in it was removed.
      return Math.max(about.mtimeMs, await newest((await readdir(path)).map((name) => join(path, name))));
    }),
  );
  return Math.max(0, ...times);
}
