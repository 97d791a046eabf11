/** Checks the Dockerfile without a container engine: what it copies exists, and is all that the program needs. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import t from 'tap';
import { readConfig } from '../../src/config/config.ts';
import { finalStage, imageEnvironment, imageHealthCheck, readDockerfile, textsOf } from '../support/dockerfile.ts';
import { startSystem } from '../support/running-system.ts';

interface Package {
  bin: Record<string, string>;
  engines: { node: string };
  dependencies: Record<string, string>;
}

const { bin, engines, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Package;
const FROM_BUILD = '--from=build ';

/** The paths copied into the final image. Under /app they have the same names as here. */
const copied = textsOf(finalStage(), 'COPY').flatMap((text) =>
  text.replace(FROM_BUILD, '').replaceAll('/app/', '').split(' ').slice(0, -1),
);

t.test('every stage copies only files that exist and that the build context includes', async (t) => {
  const given = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const sources = readDockerfile()
    .flatMap((stage) => textsOf(stage, 'COPY'))
    .filter((text) => !text.startsWith(FROM_BUILD))
    .flatMap((text) => text.split(' ').slice(0, -1));
  t.ok(sources.length > 0);
  for (const source of sources) {
    t.ok(existsSync(source), `${source} is there`);
    t.ok(
      given.some((path) => source === path || source.startsWith(`${path}/`)),
      `${source} is not ignored`,
    );
  }
  for (const path of given)
    t.ok(
      sources.some((source) => source === path || source.startsWith(`${path}/`)),
      `${path} is copied`,
    );
});

t.test(
  'it starts this program as a user other than root, on a supported Node, with a valid configuration',
  async (t) => {
    const stage = finalStage();
    t.equal(new Set(readDockerfile().map(({ image }) => image)).size, 1, 'built where it runs');
    t.match(stage.image, /^node:\d+\.\d+-/);
    const major = Number(/^node:(\d+)/.exec(stage.image)![1]);
    t.ok(major >= Number(/\d+/.exec(engines.node)![0]));
    t.equal(textsOf(stage, 'USER').at(-1), 'node');
    t.same(JSON.parse(textsOf(stage, 'ENTRYPOINT')[0]!), ['tini', '--', 'node', bin['pickmyclass']]);
    t.same(JSON.parse(textsOf(stage, 'CMD')[0]!), ['start']);
    t.notOk('problems' in readConfig(imageEnvironment()));
  },
);

t.test('the copied files import no development dependencies', async (t) => {
  const known = new Set([...builtinModules, ...Object.keys(dependencies)]);
  const imported = copied
    .filter((path) => path.startsWith('dist/') && path !== 'dist/app')
    .flatMap(scriptsBelow)
    .flatMap((file) => importsOf(readFileSync(file, 'utf8')));
  t.ok(imported.includes('mongodb') && imported.includes('fastify'));
  t.same(
    imported.filter((name) => !known.has(name)),
    [],
  );
});

t.test('the system, its pages and the campus run from the copied files, and the health check works', async (t) => {
  const image = t.testdir({ app: {}, data: {} });
  const app = join(image, 'app');
  for (const path of copied) cpSync(path, join(app, path), { recursive: true });
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(app, 'node_modules', name)), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules', name), join(app, 'node_modules', name));
  }
  const system = await startSystem(t, join(image, 'data'), {}, join(app, bin['pickmyclass']!));
  const { campusUrl } = (await (await fetch(`${system.url}/api/v1/about`)).json()) as { campusUrl: string };
  for (const url of [
    `${system.url}/`,
    `${system.url}/operator`,
    `${system.url}/docs`,
    campusUrl,
    campusUrl.replace(/control$/, 'catalog/classes/classlist'),
  ]) {
    t.equal((await fetch(url)).status, 200, url);
  }
  const healthy = (): number | null =>
    spawnSync(process.execPath, ['-e', imageHealthCheck()], { env: { PORT: new URL(system.url).port } }).status;
  t.equal(healthy(), 0);
  await system.stop();
  t.equal(healthy(), 1);
});

function scriptsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(folder, name));
}

/** Returns the names of packages and of Node's own modules. */
function importsOf(code: string): string[] {
  return [...code.matchAll(/^(?:import|export)\b[^;]*? from '([^']+)'|\bimport\(?\s?'([^']+)'/gm)]
    .map(([, statement, call]) => (statement ?? call!).replace(/^node:/, ''))
    .filter((name) => !name.startsWith('.'))
    .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
}
