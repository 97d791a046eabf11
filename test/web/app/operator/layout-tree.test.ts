import t from 'tap';
import type { TreeNode } from '../../../../src/actors/runtime/tree-node.ts';
import { type DrawnNode, findNode, layoutTree, NODE, troubled } from '../../../../src/web/app/operator/layout-tree.ts';

function node(id: string, children: TreeNode[] = [], given: Partial<TreeNode> = {}): TreeNode {
  return { id, kind: children.length > 0 ? 'supervisor' : 'actor', state: 'running', since: '2026-11-23T20:00:00.000Z', restarts: 0, mailbox: 0, thread: 'main', children, ...given };
}

const root = node('root', [
  node('bus'), node('checking', [node('asu', [node('scheduler'), node('section-checker')]), node('browsers', [node('browser-1', [], { state: 'restarting' })])], { state: 'starting' }), node('web'),
]);
const all = (drawn: DrawnNode): DrawnNode[] => [drawn, ...drawn.children.flatMap(all)];

t.test('no two nodes overlap, and all are within the drawing', (t) => {
  const drawn = layoutTree(root);
  const places = all(drawn.root).map(({ place }) => place);
  for (const [index, a] of places.entries()) {
    t.ok(a.x >= 0 && a.y >= 0 && a.x + NODE.width <= drawn.width && a.y + NODE.height <= drawn.height);
    for (const b of places.slice(index + 1)) t.ok(Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height);
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

t.test('a node is found by its address without the root, and not by another', (t) => {
  const drawn = layoutTree(root);
  t.equal(findNode(drawn.root, 'checking/asu/scheduler')?.node.id, 'scheduler');
  t.equal(findNode(drawn.root, 'root')?.node.id, 'root');
  t.equal(findNode(drawn.root, 'scheduler'), undefined);
  t.end();
});

t.test('a root alone is drawn as itself', (t) => {
  t.match(layoutTree(node('root')), { width: NODE.width, height: NODE.height, links: [] });
  t.end();
});

t.test('troubled are all that do not run, however deep', (t) => {
  t.same(troubled(root).map(({ id }) => id), ['checking', 'browser-1']);
  t.end();
});
