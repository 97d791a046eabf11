/** The tree with what is known of its selected node. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { TreeNode } from '../../../actors/runtime/tree-node.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { findNode, layoutTree, troubled } from './layout-tree.ts';
import { NodeDetails } from './NodeDetails.tsx';
import { FactsLegend } from './NodeFacts.tsx';
import { Tree } from './Tree.tsx';
import type { Polled } from './use-poll.ts';

export function TreePanel({ supervisors: { value, error } }: { supervisors: Polled<TreeNode> }): JSX.Element {
  const drawn = useMemo(() => (value === undefined ? undefined : layoutTree(value)), [value]);
  const [selected, setSelected] = useState<string>();
  const shown = drawn && (findNode(drawn.root, selected ?? '') ?? drawn.root);
  return (
    <section class="tree-panel" aria-labelledby="tree-title">
      <div class="card tree-card">
        <h2 id="tree-title">Supervisor tree</h2>
        {value && <p class="tree-summary" role="status">{summary(value)}</p>}
        <FactsLegend />
        {error && <ErrorNote error={error} />}
        {drawn && shown && <Tree drawn={drawn} selected={shown.path} onSelect={setSelected} />}
      </div>
      {shown && <NodeDetails drawn={shown} />}
    </section>
  );
}

/** Read out whenever a node leaves or regains its place. */
function summary(root: TreeNode): string {
  const nodes = troubled(root);
  return nodes.length === 0 ? 'Everything is running.' : `Not running: ${nodes.map(({ id, state }) => `${id} (${state})`).join(', ')}.`;
}
