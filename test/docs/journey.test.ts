/** The journey of a due section: every name in it occurs in the linked file, and there are few names. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';

const NAMES_MAX = 12;
const FOLDER = 'docs/guides';
const names = [...readFileSync(join(FOLDER, 'journey.md'), 'utf8').matchAll(/\[`(\w+)`\]\(([^)]+)\)/g)].map(
  ([, name, link]) => ({ name: name!, path: join(FOLDER, link!) }),
);

t.test('every name in the journey is declared in the file it links to', (t) => {
  for (const { name, path } of names) {
    const declared = new RegExp(`\\b(class|interface|type|function|const) ${name}\\b`);
    t.ok(existsSync(path) && declared.test(readFileSync(path, 'utf8')), `${name} in ${path}`);
  }
  t.end();
});

t.test('the journey uses at most twelve names', (t) => {
  const distinct = new Set(names.map(({ name }) => name));
  t.ok(distinct.size > 5 && distinct.size <= NAMES_MAX, [...distinct].join(', '));
  t.end();
});
