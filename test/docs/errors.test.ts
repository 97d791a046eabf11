/** Error codes: the tables, and the places in the sources that use a code. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { errorTables } from '../../scripts/docs/error-tables.ts';
import { shownCode } from '../../src/telemetry/error-code.ts';
import { filesUnder } from '../../scripts/docs/files.ts';

const tables = await errorTables();
const sources = filesUnder('src', '.ts', '.tsx').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

t.test('a code is in one table only', async (t) => {
  const codes = tables.flatMap(({ entries }) => Object.keys(entries).map(shownCode));
  t.same(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
  );
});

t.test('every room with a file named errors.ts or error-table.ts has a table', async (t) => {
  for (const { path } of sources.filter(({ path }) => /^src\/\w+\/(errors|error-table)\.ts$/.test(path))) {
    const room = path.split('/')[1];
    t.ok(
      tables.some((table) => table.room === room),
      path,
    );
  }
});

for (const { room, maker, entries } of tables) {
  t.test(`every error of ${room} is created somewhere`, async (t) => {
    // The first argument ends where the values begin.
    const made = sources.flatMap(({ text }) =>
      [...text.matchAll(new RegExp(`\\b${maker}\\(([^;]*?),\\s*\\{`, 'g'))].flatMap(([, argument]) =>
        codesIn(argument!),
      ),
    );
    for (const code of Object.keys(entries)) t.ok(made.includes(code), code);
    for (const code of made) t.ok(Object.hasOwn(entries, code), `${code} is in the table`);
  });
}

t.test('every code that the sources name is in a table', async (t) => {
  const known = new Set(
    tables.flatMap(({ entries }) => Object.keys(entries).flatMap((code) => [code, shownCode(code)])),
  );
  for (const { path, text } of sources) {
    for (const code of codesIn(text)) t.ok(known.has(code), `${path}: ${code}`);
  }
});

function codesIn(text: string): string[] {
  return [...text.matchAll(/'((?:PMC|RUNTIME)_[A-Z_]+)'/g)].map(([, code]) => code!);
}
