/** The documents of the repository: every link leads to a file, and every anchor to a heading. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import t from 'tap';
import { filesUnder } from '../../scripts/docs/files.ts';

const FOLDERS = ['docs', 'src', 'scripts', 'examples', 'deploy', 'test'].filter((folder) => existsSync(folder));
const AT_THE_TOP = readdirSync('.', { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));

const DOCUMENTS = [
  ...AT_THE_TOP.filter((name) => name.endsWith('.md')),
  ...FOLDERS.flatMap((folder) => filesUnder(folder, '.md')),
];
const SOURCES = [...AT_THE_TOP, ...FOLDERS.flatMap((folder) => filesUnder(folder, '.ts', '.tsx', '.js', '.conf'))];

const read = (path: string): string => readFileSync(path, 'utf8');
const withoutCode = (text: string): string => text.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, '');

/** Returns the anchors that GitHub creates for the headings of a document. */
const anchorsOf = (path: string): string[] =>
  [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

for (const document of DOCUMENTS) {
  t.test(`every link in ${document} is valid`, async (t) => {
    for (const [, link] of withoutCode(read(document)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link!)) continue;
      const [path, anchor] = link!.split('#') as [string, string?];
      const target = path === '' ? document : normalize(join(dirname(document), path));
      t.ok(existsSync(target), `${link} exists`);
      if (anchor && existsSync(target)) t.ok(anchorsOf(target).includes(anchor), `${link} names a heading`);
    }
  });
}

t.test('every file path in a document exists', async (t) => {
  for (const document of DOCUMENTS) {
    for (const [, built, path] of read(document).matchAll(
      /[` ](dist\/)?((?:src|test|scripts|docs|examples|deploy)\/[\w/.-]*\w)/g,
    )) {
      const source = built === undefined ? path! : path!.replace(/\.js$/, '.ts');
      t.ok(existsSync(source), `${document}: ${source}`);
    }
  }
});

t.test('every document named in the sources exists', async (t) => {
  for (const source of SOURCES) {
    for (const [path] of read(source).matchAll(/\bdocs\/[\w/-]+\.md\b/g)) t.ok(existsSync(path), `${source}: ${path}`);
  }
});

t.test('the list of documents is complete', async (t) => {
  const list = read('docs/README.md');
  for (const path of filesUnder('docs', '.md')) {
    const name = path.slice('docs/'.length);
    if (name !== 'README.md') t.ok(list.includes(`(${name})`), name);
  }
});
