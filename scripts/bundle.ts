/**
 * `node dist/scripts/bundle.js <package> …`: makes a few files of a package that consists of hundreds, and puts them
 * into dist/node_modules, where Node looks first. Every file that Node loads takes about 0.4 ms of CPU time, in each
 * process and each thread that loads it. typebox has 684 of them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { build, type Rolldown } from 'vite';

interface Manifest {
  version: string;
  exports: Record<string, unknown>;
}

/** tap leaves files in folders of this name out of stack traces. */
const FOLDER = 'node_modules/@tapjs';

for (const name of process.argv.slice(2)) await bundle(name);

async function bundle(name: string): Promise<void> {
  const { version, exports } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as Manifest;
  const entries = Object.keys(exports)
    .filter((path) => !path.endsWith('.json'))
    .map((path) => ({ path, specifier: name + path.slice(1), file: path === '.' ? 'index' : path.slice(2) }));
  const outDir = `dist/node_modules/${name}`;
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(entries.map(({ file, specifier }) => [file, specifier])),
        output: { entryFileNames: `${FOLDER}/[name].js`, chunkFileNames: `${FOLDER}/[name].js` },
      },
    },
  })) as Rolldown.RolldownOutput;
  for (const chunk of output) {
    if (chunk.type !== 'chunk' || !chunk.isEntry) continue;
    writeFileSync(`${outDir}/${chunk.name}.js`, `export { ${chunk.exports.join(', ')} } from './${chunk.fileName}';\n`);
  }
  const targets = Object.fromEntries(entries.map(({ path, file }) => [path, `./${file}.js`]));
  const manifest = { name, version, type: 'module', exports: targets };
  writeFileSync(`${outDir}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
}
