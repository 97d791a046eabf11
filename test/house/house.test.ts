/** Limits of the source: few rooms, small files, short lines. For the imports see test/docs/rooms.test.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';

const LONGEST_LINE = 120;
const LONGEST_FILE = 250;
const MEDIAN_FILE = 60;
const ROOMS = (
  'actors browsers bus checking cli config domain institutions net nodes notify runtime store system telemetry ' +
  'watching web words'
).split(' ');

const program = linesIn('src');
const everything = ['src', 'scripts', 'examples', 'test'].flatMap(linesIn);

/** Returns the lines of every source file below `folder`. */
function linesIn(folder: string): { path: string; lines: string[] }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|m?js|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').trimEnd().split('\n') }));
}

t.test('src/ contains two files and the rooms', async (t) => {
  const entries = readdirSync('src', { withFileTypes: true });
  t.same(
    entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .toSorted(),
    ['cli.ts', 'main.ts'],
  );
  t.same(
    entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted(),
    ROOMS,
  );
});

t.test(
  `no file is longer than ${LONGEST_FILE} lines, and half of the program files have at most ${MEDIAN_FILE}`,
  async (t) => {
    const long = everything.filter(({ path, lines }) => !path.endsWith('.css') && lines.length > LONGEST_FILE);
    t.same(
      long.map(({ path, lines }) => `${path}: ${lines.length}`),
      [],
    );
    const lengths = program.map(({ lines }) => lines.length).toSorted((one, other) => one - other);
    t.ok(lengths[Math.floor(lengths.length / 2)]! <= MEDIAN_FILE);
  },
);

t.test(`no line is longer than ${LONGEST_LINE} columns`, async (t) => {
  const long = everything.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (line.length > LONGEST_LINE ? [`${path}:${index + 1}`] : [])),
  );
  t.same(long, []);
});
