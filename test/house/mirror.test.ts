/** The share of source files with a test of the same name: `src/bus/access.ts` → `test/bus/access.test.ts`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';

/** The least share. Raise it to the reported share when you add tests; never lower it. The target is 0.8. */
const LEAST_SHARE = 0.68;

/** Implementations of a port, which its contract suite tests. */
const UNDER_CONTRACT = ['store/sqlite/', 'store/mongo/'];

/** The tests of the pages are in test/web/app, beside their helpers. */
const LEFT_OUT = ['web/app/'];

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
}

/** Returns whether the built file has a function or a class. Types, tables and schemas have none. */
function hasBehaviour(path: string): boolean {
  const built = join('dist/src', path.replace(/\.ts$/, '.js'));
  if (!existsSync(built)) return false;
  const code = readFileSync(built, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return /\bfunction\b|=>|\bclass\b/.test(code);
}

const sources = filesIn('src').filter(
  (path) =>
    /(?<!\.d)\.ts$/.test(path) &&
    !/(^|\/)(index|errors)\.ts$/.test(path) &&
    !LEFT_OUT.some((folder) => path.startsWith(folder)) &&
    hasBehaviour(path),
);
const tests = new Set(filesIn('test'));

function isMirrored(path: string): boolean {
  const name = path.replace(/\.ts$/, '');
  return tests.has(`${name}.test.ts`) || UNDER_CONTRACT.some((folder) => path.startsWith(folder));
}

t.test('source files have a test of the same name', async (t) => {
  const missing = sources.filter((path) => !isMirrored(path)).toSorted();
  const share = 1 - missing.length / sources.length;
  t.comment(
    `${Math.floor(share * 1_000) / 10} % of ${sources.length} source files; without a test:\n${missing.join('\n')}`,
  );
  t.ok(sources.length > 300, 'the sources are built');
  t.ok(share >= LEAST_SHARE, `${share.toFixed(3)} is at least ${LEAST_SHARE}`);
});
