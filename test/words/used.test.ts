/** Every message is used somewhere, so that translators do not work in vain. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { english } from '../../src/words/en/index.ts';

const paths = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path) && !/^words\/(en|es)\//.test(path));
const codeIn = (files: string[]): string => files.map((path) => readFileSync(join('src', path), 'utf8')).join('\n');
const code = codeIn(paths);

/** Keys in full, `'live.seats'`, and beginnings that a value completes, `live.status.${status}`. */
const named = new Set([...code.matchAll(/['"`]([a-z]\w*(?:\.\w+)+)['"`]/gi)].map(([, key]) => key!));
const begun = [...code.matchAll(/`([a-z]\w*(?:\.\w+)*\.)\$\{/gi)].map(([, start]) => start!);

function keysOf(tree: object, above = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [`${above}${name.replace(/_(one|other)$/, '')}`]
      : keysOf(value as object, `${above}${name}.`),
  );
}

t.test('the pages use no message that only the server has', async (t) => {
  const inPages = codeIn(paths.filter((path) => path.startsWith('web/app/')));
  t.match(inPages, /'live\./);
  t.notMatch(inPages, /['"`](?:mail|pages)\./);
});

t.test('every message is used', async (t) => {
  const keys = [...new Set(keysOf(english))];
  const unused = keys.filter((key) => !named.has(key) && !begun.some((start) => key.startsWith(start)));
  t.same(unused, []);
  t.ok(keys.length > 50);
});
