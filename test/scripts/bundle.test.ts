import { execFile } from 'node:child_process';
import { readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';

const run = promisify(execFile);

t.test('a bundled package has few files, the same exports, and one state for all its entries', async (t) => {
  const folder = t.testdir();
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  await run(process.execPath, [resolve('dist/scripts/bundle.js'), 'typebox'], { cwd: folder });

  const bundle = join(folder, 'dist/node_modules/typebox');
  t.ok(readdirSync(bundle, { recursive: true }).length < 30);
  const load = (file: string): Promise<Record<string, unknown>> =>
    import(pathToFileURL(join(bundle, file)).href) as Promise<Record<string, unknown>>;
  for (const [file, original] of [
    ['index.js', await import('typebox')],
    ['compile.js', await import('typebox/compile')],
    ['schema.js', await import('typebox/schema')],
    ['value.js', await import('typebox/value')],
  ] as const)
    t.same(Object.keys(await load(file)).toSorted(), Object.keys(original).toSorted(), file);

  // A format is set by one entry and used by another.
  type Format = (name: string, check: () => boolean) => void;
  type Check = (schema: unknown, value: unknown) => boolean;
  const [{ Set: setFormat }, { Check: check }] = await Promise.all([load('format.js'), load('value.js')]);
  const schema = { type: 'string', format: 'never' };
  t.ok((check as Check)(schema, 'any'));
  (setFormat as Format)('never', () => false);
  t.notOk((check as Check)(schema, 'any'));
});
