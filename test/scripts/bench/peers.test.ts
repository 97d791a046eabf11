import { readFileSync } from 'node:fs';
import t from 'tap';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

t.test('the lockfile of the peers has their versions and checksums, and names no registry', async (t) => {
  const { dependencies } = read('scripts/bench/peers/package.json') as { dependencies: Record<string, string> };
  const { packages } = read('scripts/bench/peers/package-lock.json') as {
    packages: Record<string, { version: string; integrity?: string; resolved?: string }>;
  };
  for (const [name, version] of Object.entries(dependencies))
    t.equal(packages[`node_modules/${name}`]?.version, version, name);
  for (const [path, { integrity, resolved }] of Object.entries(packages)) {
    t.equal(resolved, undefined, path);
    if (path !== '') t.match(integrity, /^sha512-/, path);
  }
});

t.test('the program does not depend on the peers', async (t) => {
  const { dependencies } = read('scripts/bench/peers/package.json') as { dependencies: Record<string, string> };
  const ours = read('package.json') as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const shared = Object.keys(dependencies).filter((name) => name in { ...ours.dependencies, ...ours.devDependencies });
  t.same(shared, ['puppeteer']);
});
