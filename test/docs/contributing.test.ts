/** CONTRIBUTING: the floors are the ones that the lint rule checks, and every library has a reason. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { readFloors } from '../../scripts/docs/rooms.ts';

const text = readFileSync('CONTRIBUTING.md', 'utf8');

t.test('the documented floors are those of the lint rule', async (t) => {
  const floors = (await readFloors()).map((rooms) => rooms.filter((room) => room !== 'cli.ts').join(', '));
  t.ok(text.includes(floors.join(' → ').replace('main.ts', 'main')), floors.join(' → '));
});

t.test('every library has a documented reason', async (t) => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const named = [...text.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, names]) => names!.split(', '));
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const group = name.replace(/\/.*/, '/*');
    t.ok(group === '@types/*' || named.includes(name) || named.includes(group), name);
  }
});
