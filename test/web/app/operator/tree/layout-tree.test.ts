import t from 'tap';
import {
  type DrawnNode,
  everyNode,
  findNode,
  layoutTree,
  NODE,
} from '../../../../../src/web/app/operator/tree/layout-tree.ts';
import { treeNode } from '../../support/nodes.ts';

const root = treeNode('root', [
  treeNode('bus'),
  treeNode(
    'checking',
    [
      treeNode('asu', [treeNode('scheduler'), treeNode('section-checker')]),
      treeNode('browsers', [treeNode('browser-1', [], { state: 'restarting' })]),
    ],
    { state: 'starting' },
  ),
  treeNode('web'),
]);
const all = (drawn: DrawnNode): DrawnNode[] => [drawn, ...drawn.children.flatMap(all)];

t.test('no two nodes overlap, and all are within the drawing', (t) => {
  const drawn = layoutTree(root);
  const places = all(drawn.root).map(({ place }) => place);
  for (const [index, a] of places.entries()) {
    t.ok(a.x >= 0 && a.y >= 0 && a.x + NODE.width <= drawn.width && a.y + NODE.height <= drawn.height);
    for (const b of places.slice(index + 1))
      t.ok(Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height);
  }
  t.equal(places.length, 9);
  t.end();
});

t.test('children stand to the right of their parent, with a line from edge to edge', (t) => {
  const drawn = layoutTree(root);
  t.equal(drawn.links.length, 8);
  for (const { from, to, child } of drawn.links) {
    t.ok(to.x > from.x);
    t.same(to, { x: child.place.x, y: child.place.y + NODE.height / 2 });
  }
  t.end();
});

t.test('a node is found by its address without the root, and not by any other', (t) => {
  const drawn = layoutTree(root);
  t.equal(findNode(drawn.root, 'checking/asu/scheduler')?.node.id, 'scheduler');
  t.equal(findNode(drawn.root, 'root')?.node.id, 'root');
  t.equal(findNode(drawn.root, 'scheduler'), undefined);
  t.end();
});

t.test('a root without children is drawn alone', (t) => {
  t.match(layoutTree(treeNode('root')), { width: NODE.width, height: NODE.height, links: [] });
  t.end();
});

t.test('the list of nodes has the root and everything below it, at any depth', (t) => {
  t.same(
    everyNode(root).map(({ id }) => id),
    ['root', 'bus', 'checking', 'asu', 'scheduler', 'section-checker', 'browsers', 'browser-1', 'web'],
  );
  t.end();
});
