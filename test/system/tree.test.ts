import { existsSync, readdirSync } from 'node:fs';
import t from 'tap';
import type { Test } from 'tap';
import { places } from '../../src/actors/places.ts';
import { AlertBook } from '../../src/nodes/alert-book.ts';
import type { Place } from '../../src/nodes/place.ts';
import type { ChildSpec } from '../../src/runtime/index.ts';
import type { Monitoring } from '../../src/system/monitoring.ts';
import { createNode } from '../../src/system/node.ts';
import { treeSpec } from '../../src/system/tree.ts';
import { configOf } from '../support/config-of.ts';

/** Returns the paths of all actors of a tree. */
function pathsIn(spec: ChildSpec, parent = ''): string[] {
  const path = parent === '' ? spec.id : `${parent}/${spec.id}`;
  return spec.type === 'supervisor' ? spec.children.flatMap((child) => pathsIn(child, path)) : [path];
}

/** Returns the tree of a configuration, without the id of the root. */
async function treeOf(t: Test, environment: Record<string, string>): Promise<string[]> {
  const node = await createNode(
    configOf({ DATA_DIR: t.testdir({}), BROWSERS: '2', LOG_LEVEL: 'silent', ...environment }),
  );
  const monitoring: Monitoring = {
    tree: () => t.fail('nobody asks') as never,
    health: () => Promise.reject(new Error('nobody asks')),
    facts: () => Promise.reject(new Error('nobody asks')),
    report: () => Promise.reject(new Error('nobody asks')),
    reports: () => Promise.reject(new Error('nobody asks')),
    vitals: () => Promise.reject(new Error('nobody asks')),
    overview: () => Promise.reject(new Error('nobody asks')),
    alerts: () => Promise.reject(new Error('nobody asks')),
    book: new AlertBook(node.store.incidents, node.tools),
  };
  const live = { control: () => false, onTreeChange: () => () => undefined };
  return pathsIn(treeSpec(node, monitoring, live, { url: '' })).map((path) => path.replace('root/', ''));
}

const { browser, sectionChecker, scheduler, ...single } = places;
const fixed: Place<never>[] = Object.values(single);
const PLACES = [...fixed, browser(1), browser(2), sectionChecker('asu'), scheduler('asu')].map(({ path }) => path);

t.test('every place is in the tree, and every actor in the tree has a place', async (t) => {
  t.same((await treeOf(t, {})).toSorted(), PLACES.toSorted());
});

t.test('there is no campus when a real source is configured', async (t) => {
  const paths = await treeOf(t, { INSTITUTIONS: 'asu' });
  t.same(paths.toSorted(), PLACES.filter((path) => path !== 'campus').toSorted());
});

t.test('bus, store and membership start first, and web last', async (t) => {
  const paths = await treeOf(t, {});
  t.same(
    paths.filter((path) => !path.includes('/')),
    ['bus', 'store', 'membership', 'campus', 'publisher', 'alerting', 'sampling', 'web'],
  );
  t.ok(paths.indexOf('checking/asu/section-checker') < paths.indexOf('checking/asu/scheduler'));
});

/** Returns the file of the actor at a place. */
function fileOf(path: string): string {
  return path === 'web' ? 'src/web/web.ts' : `src/actors/${path.replace('/asu/', '/').replace(/-\d+$/, '')}.ts`;
}

t.test('every actor has its file at its place in the tree', async (t) => {
  for (const path of await treeOf(t, {})) t.ok(existsSync(fileOf(path)), path);
});

t.test('src/actors contains the actors of the tree and five helper files', async (t) => {
  const helping = [
    'places.ts',
    'checking/ask-cycle.ts',
    'checking/browsers/browser-thread.ts',
    'notifying/delivering.ts',
    'notifying/students-channel.ts',
  ];
  const actors = new Set((await treeOf(t, {})).filter((path) => path !== 'web').map(fileOf));
  const files = readdirSync('src/actors', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  t.same(
    files.toSorted(),
    [...actors]
      .map((file) => file.replace('src/actors/', ''))
      .concat(helping)
      .toSorted(),
  );
});
