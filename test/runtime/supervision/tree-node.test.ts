import t from 'tap';
import { nodeAt } from '../../../src/runtime/index.ts';
import { probe, supervise, testSystem } from '../../../src/runtime/testing/index.ts';

t.test('a node is found by its path below the root', async (t) => {
  const { system } = await testSystem(t, supervise('root', [supervise('group', [probe('a').spec])]));
  const tree = system.tree();
  t.equal(nodeAt(tree, 'group'), tree.children[0]);
  t.match(nodeAt(tree, 'group/a'), { id: 'a', kind: 'actor' });
  for (const path of ['', 'root', 'a', 'group/b', 'group/a/b']) t.equal(nodeAt(tree, path), undefined, path);
});
