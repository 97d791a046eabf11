/**
 * The packages that the benchmarks compare PickMyClass with. The program does not depend on them. `npm run bench`
 * installs them, in a folder of their own, when a benchmark needs them.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const SOURCE = resolve('scripts/bench/peers');
const INSTALLED = resolve('node_modules/.bench-peers');
const LOCKFILE = 'package-lock.json';

/** Installs the packages unless they are there. Throws when npm fails. */
export function installPeers(): void {
  if (areInstalled()) return;
  process.stderr.write('Installing what the benchmarks compare with (once, about a minute) …\n');
  rmSync(INSTALLED, { recursive: true, force: true });
  mkdirSync(INSTALLED, { recursive: true });
  for (const file of ['package.json', LOCKFILE]) copyFileSync(join(SOURCE, file), join(INSTALLED, file));
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: INSTALLED,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('the packages to compare with could not be installed: npm ci failed');
}

/** Loads an installed package. The caller says which part of it it uses. */
export function peer<Shape>(name: string): Shape {
  return createRequire(join(INSTALLED, 'package.json'))(name) as Shape;
}

/** npm writes its own lockfile when everything is installed. */
function areInstalled(): boolean {
  const done = join(INSTALLED, 'node_modules', `.${LOCKFILE}`);
  const read = (folder: string): string => readFileSync(join(folder, LOCKFILE), 'utf8');
  return existsSync(done) && read(INSTALLED) === read(SOURCE);
}
