import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const SRC = fileURLToPath(new URL('../../../../src', import.meta.url));
/** These files import only each other, so they may be part of the pages' bundle. */
const SHARED = [
  'domain/alert-rules.ts',
  'domain/alerts.ts',
  'domain/cadence.ts',
  'domain/conditions.ts',
  'domain/duration.ts',
  'domain/readings.ts',
  'domain/series.ts',
  'domain/sighting.ts',
  'domain/watch.ts',
  'web/contract/boot.ts',
  'web/contract/frame-limits.ts',
  'web/contract/key-limits.ts',
  'domain/section.ts',
];

interface Import {
  clause: string;
  path: string;
}

/** Returns the files of src/ that a file of src/ imports. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/^import ([^;]*?) from '(\.[^']+)';/gm)].map(([, clause = '', target = '']) => ({
    clause,
    path: posix.join(dirname(file).split(sep).join('/'), target),
  }));
}

t.test('the pages import only types of the contract, and files that also run in a browser', (t) => {
  const files = readdirSync(join(SRC, 'web/app'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join('web/app', name));
  t.ok(files.length > 50);
  for (const file of files)
    for (const { clause, path } of importsOf(file)) {
      if (/^(web\/app|words)\//.test(path) || SHARED.includes(path)) continue;
      t.ok(clause.startsWith('type ') && path.startsWith('web/contract/'), `${file}: import ${clause} from ${path}`);
    }
  t.end();
});

t.test('the files they share with the server import no others', (t) => {
  for (const file of SHARED) {
    t.notMatch(readFileSync(join(SRC, file), 'utf8'), /^import .* from '[^.]/m, file);
    for (const { clause, path } of importsOf(file))
      t.ok(clause.startsWith('type ') || SHARED.includes(path), `${file}: import ${clause} from ${path}`);
  }
  t.end();
});
